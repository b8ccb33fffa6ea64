package dev.exeunt.core.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {

    @Test
    void readsEachForm() {
        var list = AllowList.parse(List.of(" 10.0.0.0/8 ", "Intranet.Example", "build.example:9443", "[fd12::1]:8443",
                "http://app.example:8080", "http://plain.example", "fd12::/16", "[::1]/128", ""));

        assertThat(list.hasBlocks()).isTrue();
        assertThat(list.holds(InetAddress.ofLiteral("10.255.0.1"))).isTrue();
        assertThat(list.holds(InetAddress.ofLiteral("11.0.0.1"))).isFalse();
        assertThat(list.holds(InetAddress.ofLiteral("fd12:ffff::1"))).isTrue();
        assertThat(list.holds(InetAddress.ofLiteral("fd13::1"))).isFalse();
        assertThat(list.holds(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(list.namesSecure("intranet.example")).isTrue();
        assertThat(list.namesSecure("build.example", 9443)).isTrue();
        assertThat(list.namesSecure("fd12:0:0:0:0:0:0:1", 8443)).isTrue();
        assertThat(list.namesPlain("app.example", 8080)).isTrue();
        assertThat(list.namesPlain("plain.example", 80)).isTrue();
        assertThat(list.namesPlain("intranet.example", 80)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://rp.example        | https needs no scheme
            http://rp.example/path    | not host[:port]
            10.0.0.1/8                | bits are set after the prefix
            10.0.0.0/33               | too many bits
            10.0.0.0/                 | not a CIDR block
            10.0.0.0/08               | not a CIDR block
            10.0/8                    | not a CIDR block
            rp.example/8              | not a CIDR block
            *.example                 | not a host name
            rp.example.               | not a host name
            rp.example:0              | not host[:port]
            rp.example:65536          | no such port
            rp.example:               | not host[:port]
            127.1                     | a number where
            0x7f000001                | a number where
            ::1                       | not host[:port]
            [::ffff:127.0.0.1]        | not a plain IPv6 address
            user@rp.example           | not host[:port]
            169.254.0.0/16            | nothing opens these addresses
            169.254.169.254/32        | nothing opens these addresses
            fd00:ec2::254/128         | nothing opens these addresses
            ff00::/8                  | nothing opens these addresses
            """)
    void saysWhatIsWrongWithABadItem(String item, String why) {
        assertThatThrownBy(() -> AllowList.parse(List.of("good.example", item)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + item + "\"")
                .hasMessageContaining(why);
    }

    @Test
    void aBlockReadsAndWritesItself() {
        assertThat(AddressBlock.parse("10.0.0.0/9").contains(InetAddress.ofLiteral("10.127.0.1"))).isTrue();
        assertThat(AddressBlock.parse("10.0.0.0/9").contains(InetAddress.ofLiteral("10.128.0.1"))).isFalse();
        assertThat(AddressBlock.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("8.8.8.8"))).isTrue();
        assertThat(AddressBlock.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("::1"))).isFalse();
        assertThat(AddressBlock.parse("10.0.0.0/9")).hasToString("10.0.0.0/9");
    }
}
