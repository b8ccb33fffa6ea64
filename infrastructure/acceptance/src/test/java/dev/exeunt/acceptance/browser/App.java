package dev.exeunt.acceptance.browser;

import dev.exeunt.acceptance.world.Received;
import dev.exeunt.acceptance.world.Reply;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.Site;
import dev.exeunt.acceptance.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An application at an address of another site than ours, whose frame does as the test says.
///
/// @param id   its `client_id`
/// @param site where it answers
record App(String id, Site site) implements AutoCloseable {

    static final String FRAME = "/frame";
    static final String BACK = "/back";
    static final String OUT = "/out";

    /// One that is registered with an iframe.
    static App front(World world, Reply frame) {
        return registered(world, frame, Map.of("frontchannel_logout_uri", FRAME));
    }

    /// One that is registered with both channels.
    static App both(World world, Reply frame) {
        return registered(world, frame, Map.of("frontchannel_logout_uri", FRAME, "backchannel_logout_uri", BACK));
    }

    /// One that is registered with the back channel.
    static App back(World world) {
        return registered(world, Reply.status(404), Map.of("backchannel_logout_uri", BACK));
    }

    private static App registered(World world, Reply frame, Map<String, String> channels) {
        var site = Site.open(request -> request.target().getPath().equals(FRAME) ? frame : Reply.status(200));
        var app = new App(world.name("app"), site);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("client_name", app.name());
        metadata.put("redirect_uris", List.of(site.url() + "/callback"));
        metadata.put("post_logout_redirect_uris", List.of(site.url() + OUT));
        channels.forEach((member, path) -> metadata.put(member, site.url() + path));
        expect(world.registry().put("/clients/" + app.id, metadata).status());
        return app;
    }

    /// The name that people see.
    String name() {
        return "App " + id;
    }

    /// Joins a session.
    App joins(World world, Session session) {
        expect(world.registry().put("/sessions/" + session.id() + "/participants/" + id,
                Map.of("iss", world.idp().issuer(), "sub", session.user(), "sid", session.id() + "-at-" + id))
                .status());
        return this;
    }

    /// What came to one of its paths.
    List<Received> received(String path) {
        return site.received().stream().filter(request -> request.target().getPath().equals(path)).toList();
    }

    @Override
    public void close() {
        site.close();
    }

    private static void expect(int status) {
        if (status != 200 && status != 201) {
            throw new AssertionError("the registry answers " + status);
        }
    }
}
