package dev.exeunt.acceptance.journey;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import dev.exeunt.acceptance.world.Json;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.World;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;

/// Logout tokens as an application reads them: with an independent library, and to the letter.
final class Tokens {

    private Tokens() {
    }

    /// What the library says that a token holds, for an application that trusts the published keys.
    ///
    /// @throws AssertionError if the library refuses it
    static LogoutTokenClaimsSet validated(World world, Rp rp, String token) {
        try {
            var keys = JWKSet.parse(world.browser().get("/oauth2/jwks").body());
            return new LogoutTokenValidator(new Issuer(world.idp().issuer()), new ClientID(rp.id()),
                    JWSAlgorithm.RS256, keys).validate(JWTParser.parse(token));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static JsonNode header(String token) {
        return part(token, 0);
    }

    static JsonNode claims(String token) {
        return part(token, 1);
    }

    private static JsonNode part(String token, int index) {
        var bytes = Base64.getUrlDecoder().decode(token.split("\\.", -1)[index]);
        return Json.parse(new String(bytes, StandardCharsets.UTF_8));
    }
}
