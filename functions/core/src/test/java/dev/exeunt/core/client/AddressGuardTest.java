package dev.exeunt.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.exeunt.core.client.AddressGuard.Admitted;
import dev.exeunt.core.client.AddressGuard.Judgement;
import dev.exeunt.core.client.AddressGuard.Off;
import dev.exeunt.core.client.AddressGuard.Target;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {

    private static final AddressGuard STRICT = new AddressGuard(AllowList.NONE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://rp.example/out                    | scheme_not_allowed
            ftp://rp.example/out                     | scheme_not_allowed
            file:///etc/passwd                       | scheme_not_allowed
            gopher://rp.example/                     | scheme_not_allowed
            javascript:alert(1)                      | scheme_not_allowed
            jar:https://rp.example/a.jar!/           | scheme_not_allowed
            //rp.example/out                         | scheme_not_allowed
            /out                                     | scheme_not_allowed
            https://rp.example:22/out                | port_not_allowed
            https://rp.example:80/out                | port_not_allowed
            https://rp.example:6379/out              | port_not_allowed
            https://rp.example:0/out                 | port_not_allowed
            https://rp.example:70000/out             | port_not_allowed
            https://user@rp.example/out              | uri_malformed
            https://user:secret@rp.example/out       | uri_malformed
            https://rp.example@127.0.0.1/out         | uri_malformed
            https://rp.example/out#part              | uri_malformed
            https://rp.example/a b                   | uri_malformed
            https://rp.example\\@127.0.0.1/          | uri_malformed
            https://rp.example/%zz                   | uri_malformed
            https://                                 | uri_malformed
            https:///out                             | host_not_allowed
            https:out                                | host_not_allowed
            https://rp_internal.example/out          | host_not_allowed
            https://bücher.example/out               | host_not_allowed
            https://rp.exämple/out                   | host_not_allowed
            https://１２７.0.0.1/                     | host_not_allowed
            https://rp%2eexample/out                 | host_not_allowed
            https://rp.example./out                  | host_not_allowed
            https://localhost./out                   | host_not_allowed
            https://127.0.0.1./out                   | host_not_allowed
            https://rp..example/out                  | host_not_allowed
            https://-rp.example/out                  | host_not_allowed
            https://2130706433/out                   | host_not_allowed
            https://0x7f000001/out                   | host_not_allowed
            https://0x7f.0.0.1/out                   | host_not_allowed
            https://0177.0.0.1/out                   | host_not_allowed
            https://017700000001/out                 | host_not_allowed
            https://127.1/out                        | host_not_allowed
            https://127.0.1/out                      | host_not_allowed
            https://127.0.0.01/out                   | host_not_allowed
            https://169.254.43518/out                | host_not_allowed
            https://0xa9fea9fe/latest/meta-data      | host_not_allowed
            https://1.2.3.4.5/out                    | host_not_allowed
            https://256.1.1.1/out                    | host_not_allowed
            https://rp.example.0x1/out               | host_not_allowed
            https://[::ffff:127.0.0.1]/out           | host_not_allowed
            https://[::ffff:7f00:1]/out              | host_not_allowed
            https://[::ffff:a9fe:a9fe]/out           | host_not_allowed
            https://[fe80::1%25eth0]/out             | host_not_allowed
            https://[::1%25lo]/out                   | host_not_allowed
            https://localhost/out                    | address_not_allowed
            https://LOCALHOST/out                    | address_not_allowed
            https://wiki.localhost/out               | address_not_allowed
            https://127.0.0.1/out                    | address_not_allowed
            https://127.255.255.254/out              | address_not_allowed
            https://0.0.0.0/out                      | address_not_allowed
            https://0.1.2.3/out                      | address_not_allowed
            https://10.0.0.1/out                     | address_not_allowed
            https://172.16.0.1/out                   | address_not_allowed
            https://172.31.255.255/out               | address_not_allowed
            https://192.168.1.1/out                  | address_not_allowed
            https://169.254.169.254/latest/meta-data | address_not_allowed
            https://169.254.170.2/v2/credentials     | address_not_allowed
            https://100.64.0.1/out                   | address_not_allowed
            https://100.100.100.200/out              | address_not_allowed
            https://192.0.0.192/out                  | address_not_allowed
            https://192.0.2.1/out                    | address_not_allowed
            https://192.88.99.1/out                  | address_not_allowed
            https://198.18.0.1/out                   | address_not_allowed
            https://198.51.100.1/out                 | address_not_allowed
            https://203.0.113.1/out                  | address_not_allowed
            https://224.0.0.1/out                    | address_not_allowed
            https://239.255.255.250/out              | address_not_allowed
            https://240.0.0.1/out                    | address_not_allowed
            https://255.255.255.255/out              | address_not_allowed
            https://[::]/out                         | address_not_allowed
            https://[::1]/out                        | address_not_allowed
            https://[0:0:0:0:0:0:0:1]/out            | address_not_allowed
            https://[::127.0.0.1]/out                | address_not_allowed
            https://[64:ff9b::127.0.0.1]/out         | address_not_allowed
            https://[64:ff9b::a9fe:a9fe]/out         | address_not_allowed
            https://[64:ff9b:1::1]/out               | address_not_allowed
            https://[2001::1]/out                    | address_not_allowed
            https://[2001:db8::1]/out                | address_not_allowed
            https://[2002:7f00:1::]/out              | address_not_allowed
            https://[2002:a9fe:a9fe::]/out           | address_not_allowed
            https://[3fff::1]/out                    | address_not_allowed
            https://[100::1]/out                     | address_not_allowed
            https://[5f00::1]/out                    | address_not_allowed
            https://[fc00::1]/out                    | address_not_allowed
            https://[fd00:ec2::254]/latest/meta-data | address_not_allowed
            https://[fd12:3456:789a::1]/out          | address_not_allowed
            https://[fe80::1]/out                    | address_not_allowed
            https://[fec0::1]/out                    | address_not_allowed
            https://[ff02::1]/out                    | address_not_allowed
            """)
    void b25AUriThatNamesNoPublicPlaceIsRefused(String uri, String word) {
        assertThat(why(STRICT, uri)).startsWith(word + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.8.8.8", "10.1.2.3", "172.20.0.1", "192.168.0.1", "169.254.169.254",
        "169.254.170.23", "100.64.1.1", "0.0.0.0", "192.0.0.1", "198.19.255.255", "192.0.2.7", "224.0.0.251",
        "255.255.255.255", "::1", "::", "fe80::1", "fec0::1", "fd00:ec2::254", "fc00::1", "ff05::2", "::7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "2002:7f00:1::1", "2001:0:1::1", "2001:db8::1", "4000::1"})
    void refusesANameThatResolvesToNoPublicAddress(String address) {
        assertThat(judged(STRICT, "https://rp.example/out", address)).isInstanceOf(Off.class);
        assertThat(judged(STRICT, "https://rp.example/out", "8.8.8.8", address))
                .as("one public address does not make up for it")
                .isInstanceOf(Off.class);
    }

    @Test
    void refusesAMappedAddressInIpv6Form() throws Exception {
        var mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 8;
        mapped[15] = 8;
        var address = Inet6Address.getByAddress("rp.example", mapped, -1);

        assertThat(STRICT.admit(target(STRICT, "https://rp.example/"), List.of(address))).isInstanceOf(Off.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://rp.example/out", "https://rp.example", "https://rp.example:8443/out?tenant=7",
        "https://RP.Example:443/out", "https://xn--bcher-kva.example/", "https://8.8.8.8/out",
        "https://[2606:4700::1111]/out", "https://3com.example/", "https://0x.example/"})
    void seesNothingAgainstAPublicHttpsUri(String uri) {
        assertThat(STRICT.objection(URI.create(uri))).isEmpty();
    }

    @Test
    void admitsPublicAddressesInTheirOrder() {
        assertThat(judged(STRICT, "https://rp.example/", "8.8.8.8", "2606:4700::1111"))
                .isEqualTo(new Admitted(addresses("8.8.8.8", "2606:4700::1111")));
    }

    @Test
    void keepsPathAndQueryCharacterForCharacter() {
        assertThat(target(STRICT, "https://rp.example/a%2Fb/../c?x=%20y&&=")).satisfies(target -> {
            assertThat(target.pathAndQuery()).isEqualTo("/a%2Fb/../c?x=%20y&&=");
            assertThat(target.port()).isEqualTo(443);
        });
        assertThat(target(STRICT, "https://rp.example?x=1").pathAndQuery()).isEqualTo("/?x=1");
    }

    @Test
    void aBlockOpensItsAddressesForAnyNamePortAndForHttp() {
        var guard = guard("10.1.0.0/16", "::1/128");

        assertThat(judged(guard, "http://app.example:9000/", "10.1.2.3")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://app.example:9000/", "10.1.2.3")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://app.example/", "10.2.0.1")).isInstanceOf(Off.class);
        assertThat(judged(guard, "http://app.example/", "8.8.8.8"))
                .isEqualTo(new Off("scheme_not_allowed: only https"));
        assertThat(judged(guard, "https://app.example:22/", "8.8.8.8")).isEqualTo(new Off("port_not_allowed: 22"));
        assertThat(judged(guard, "https://app.example/", "10.1.2.3", "10.2.0.1")).isInstanceOf(Off.class);
    }

    @Test
    void aNamedHostMayBePrivateButNotLinkLocal() {
        var guard = guard("intranet.example", "build.example:9443");

        assertThat(judged(guard, "https://intranet.example/", "10.0.0.1")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://intranet.example:8443/", "fd12::1")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://build.example:9443/", "192.168.1.1")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://build.example/", "192.168.1.1")).isInstanceOf(Off.class);
        assertThat(judged(guard, "https://other.example/", "10.0.0.1")).isInstanceOf(Off.class);
        assertThat(judged(guard, "https://intranet.example/", "169.254.169.254")).isInstanceOf(Off.class);
        assertThat(judged(guard, "https://intranet.example/", "fd00:ec2::254")).isInstanceOf(Off.class);
        assertThat(why(guard, "http://intranet.example/")).startsWith("scheme_not_allowed");
        assertThat(why(guard, "https://intranet.example:9443/")).startsWith("port_not_allowed");
    }

    @Test
    void aNamedHttpHostIsOpenAtThatPortAlone() {
        var guard = guard("http://app.example:8080", "http://[::1]:3000");

        assertThat(judged(guard, "http://app.example:8080/", "10.0.0.1")).isInstanceOf(Admitted.class);
        assertThat(guard.objection(URI.create("http://[0:0::1]:3000/"))).isEmpty();
        assertThat(why(guard, "http://app.example/")).startsWith("scheme_not_allowed");
        assertThat(why(guard, "https://app.example:8080/")).startsWith("port_not_allowed");
        assertThat(judged(guard, "https://app.example/", "10.0.0.1")).isInstanceOf(Off.class);
    }

    @Test
    void localNamesAreLoopbackWithoutANameServerAndNeedAnAllowListThatSaysSo() {
        var loopback = guard("127.0.0.0/8");
        var target = target(loopback, "http://wiki.localhost:8080/out");

        assertThat(target.known()).isEqualTo(addresses("127.0.0.1", "::1"));
        assertThat(loopback.admit(target, target.known())).isEqualTo(new Admitted(addresses("127.0.0.1")));
        assertThat(loopback.objection(URI.create("http://wiki.localhost:8080/out"))).isEmpty();
        assertThat(guard("10.0.0.0/8").objection(URI.create("http://wiki.localhost:8080/out"))).isPresent();
    }

    @Test
    void nat64IsJudgedByTheAddressBehindItToo() {
        var guard = guard("64:ff9b::/96");

        assertThat(judged(guard, "https://rp.example/", "64:ff9b::808:808")).isInstanceOf(Admitted.class);
        assertThat(judged(guard, "https://rp.example/", "64:ff9b::a00:1")).isInstanceOf(Off.class);
        assertThat(judged(guard, "https://rp.example/", "64:ff9b::a9fe:a9fe")).isInstanceOf(Off.class);
    }

    @Test
    void evenTheWidestBlocksOpenNoMetadata() {
        var guard = guard("0.0.0.0/0", "::/0");

        for (var address : List.of("169.254.169.254", "fd00:ec2::254", "fe80::1", "0.0.0.0", "224.0.0.1", "ff02::1")) {
            assertThat(judged(guard, "http://rp.example/", address)).as(address).isInstanceOf(Off.class);
        }
        assertThat(judged(guard, "http://rp.example/", "10.0.0.1")).isInstanceOf(Admitted.class);
    }

    @Test
    void noAddressAtAllIsARefusal() {
        assertThat(STRICT.admit(target(STRICT, "https://rp.example/"), List.of())).isInstanceOf(Off.class);
    }

    @Test
    void aUriLongerThanTheLimitIsRefused() {
        assertThat(STRICT.aim("https://rp.example/" + "a".repeat(2000))).isInstanceOf(Off.class);
    }

    private static String why(AddressGuard guard, String uri) {
        return switch (guard.aim(uri)) {
            case Off(var why) -> why;
            case Target target -> guard.admit(target, target.known()) instanceof Off(var why) ? why : "allowed";
        };
    }

    private static AddressGuard guard(String... items) {
        return new AddressGuard(AllowList.parse(List.of(items)));
    }

    private static Target target(AddressGuard guard, String uri) {
        return (Target) guard.aim(uri);
    }

    private static Judgement judged(AddressGuard guard, String uri, String... addresses) {
        return guard.admit(target(guard, uri), addresses(addresses));
    }

    private static List<InetAddress> addresses(String... literals) {
        return Stream.of(literals).map(InetAddress::ofLiteral).toList();
    }
}
