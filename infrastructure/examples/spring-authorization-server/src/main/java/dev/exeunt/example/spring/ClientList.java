package dev.exeunt.example.spring;

import java.net.URI;
import java.util.List;
import java.util.Map;

/// The clients of the identity provider, which tells Exeunt of them.
record ClientList(List<Client> all) {

    /// A client.
    ///
    /// @param url its address, without a slash at the end
    record Client(String id, String secret, URI url) {

        /// As it is registered with Exeunt.
        Map<String, Object> metadata() {
            return Map.of("client_name", "Application " + id,
                    "redirect_uris", List.of(url + "/login/oauth2/code/idp"),
                    "post_logout_redirect_uris", List.of(url + "/bye"),
                    "backchannel_logout_uri", url + "/logout/connect/back-channel/idp",
                    "backchannel_logout_session_required", true,
                    // Whoever logs out here is logged out everywhere.
                    "invalidation_flow", "default-invalidation-flow");
        }
    }
}
