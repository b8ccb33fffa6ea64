package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.Site;
import dev.exeunt.local.template.StartProblem;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// The demo: an identity provider at the public address, and applications on origins of their own beneath it.
///
/// It holds everything in memory and uses Exeunt as anybody would: the registry and the public routes over HTTP.
public final class Demo implements Site {

    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final Addresses addresses;
    private final Wire wire = new Wire();
    private final Map<Application, Party> applications = new EnumMap<>(Application.class);
    private final IdentityProvider identityProvider;

    /// @param addresses where the cloud answers, whose public port passes on to this what it does not serve itself
    public Demo(Addresses addresses) {
        this(addresses, InstantSource.system(), SILENCE);
    }

    Demo(Addresses addresses, InstantSource clock, Duration silence) {
        this.addresses = addresses;
        for (Application application : Application.values()) {
            applications.put(application, application.isServiceProvider()
                    ? new ServiceProvider(application, addresses, clock, wire)
                    : new RelyingParty(application, addresses, clock, wire, silence));
        }
        identityProvider = new IdentityProvider(addresses, clock, wire, this::glimpse);
    }

    private Optional<Glimpse> glimpse(Application application, String sid) {
        return party(application).glimpse(sid);
    }

    private Party party(Application application) {
        var party = applications.get(application);
        if (party == null) {
            throw new IllegalStateException("No site for " + application);
        }
        return party;
    }

    /// Registers the demo's applications. Doing it again changes nothing.
    ///
    /// @throws StartProblem if the registry does not take one
    public void setUp() {
        var registry = new Registry(wire, addresses.registryUrl());
        for (Application application : Application.values()) {
            var told = party(application).register(registry);
            if (!(told instanceof Registry.Told.Accepted)) {
                throw new StartProblem("the demo's application %s was not registered: %s"
                        .formatted(application.clientId(), told));
            }
        }
    }

    /// Answers for the application that the host names, or for the identity provider.
    @Override
    public Answer answer(Request request) throws Exception {
        var label = request.hostName().split("\\.", 2)[0];
        var isOrigin = request.hostName().equals(label + "." + addresses.publicUrl().getHost());
        if (!isOrigin) {
            return identityProvider.answer(request);
        }
        var application = Application.of(label);
        return application.isPresent()
                ? party(application.get()).answer(request)
                : Page.problem(404, "Nothing here", "No application answers under this name.");
    }

    /// Signs somebody in to every application, logs out once as a browser does, and prints what became of each.
    ///
    /// @return 0 if each ended as it should, otherwise 1
    public int runOnce(PrintStream out) {
        var registry = new Registry(wire, addresses.registryUrl());
        var witness = new Witness(registry, this::glimpse);
        return new Journey(addresses, identityProvider::sessionOf, witness, out).run();
    }
}
