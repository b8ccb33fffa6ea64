package dev.exeunt.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.exeunt.interop.LogoutTokens.Form;
import dev.exeunt.interop.LogoutTokens.Mutation;
import dev.exeunt.interop.OpenIdProvider.Login;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every implementation must do with our tokens, and with spoilt ones.
abstract class LogoutTokenContract {

    /// The client that it is.
    static final String CLIENT = "rp";

    /// Somebody new signs in.
    abstract Login signIn() throws Exception;

    /// Whether it takes this token for good.
    abstract boolean accepts(String token) throws Exception;

    /// Whether the one who signed in last is still there.
    abstract boolean isSignedIn() throws Exception;

    /// Its tokens.
    abstract LogoutTokens tokens();

    /// Whether it can do anything with such a token at all.
    boolean understands(Form form) {
        return true;
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void b18OurTokenIsAcceptedAndEndsTheSession(Form form) throws Exception {
        assumeTrue(understands(form), "it does not know such tokens");
        var login = signIn();
        assertThat(isSignedIn()).isTrue();

        assertThat(accepts(tokens().good(form, CLIENT, "RS256", login))).isTrue();
        assertThat(isSignedIn()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Mutation.class)
    void b18ASpoiltTokenIsRefusedAndEndsNothing(Mutation mutation) throws Exception {
        var login = signIn();

        assertThat(accepts(tokens().spoilt(mutation, CLIENT, login))).isFalse();
        assertThat(isSignedIn()).isTrue();
    }

    @Test
    void b18AfterARefusalTheGoodTokenIsStillAccepted() throws Exception {
        var login = signIn();
        accepts(tokens().spoilt(Mutation.WITH_NONCE, CLIENT, login));

        assertThat(accepts(tokens().good(Form.STANDARD, CLIENT, "RS256", login))).isTrue();
        assertThat(isSignedIn()).isFalse();
    }
}
