package dev.exeunt.core.plan;

import dev.exeunt.core.delivery.Delivery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A flow made concrete for one logout. Immutable once committed: pages, deliveries and operators all read this one.
///
/// @param flow         the slug of the flow
/// @param initiator    who began it
/// @param stages       in order; the first that is still to do after the commit is [#firstOpen]
/// @param applications everybody concerned, each once, in the order people see them
/// @param deliveries   the server-to-server notices; the index in this list is the delivery's number
/// @param unreachable  applications that no channel of this logout can tell
/// @param originator   index of the SAML service provider that asked, which is told by its answer and not by a request
///                     (SAML Core 2.0, 3.7.3.2); null if none did
public record StagePlan(String flow, Initiator initiator, List<Stage> stages, List<Application> applications,
        List<Delivery> deliveries, List<Unreachable> unreachable, @Nullable Integer originator) {

    public StagePlan {
        stages = List.copyOf(stages);
        applications = List.copyOf(applications);
        deliveries = List.copyOf(deliveries);
        unreachable = List.copyOf(unreachable);
    }

    /// A plan that no SAML service provider asked for.
    public StagePlan(String flow, Initiator initiator, List<Stage> stages, List<Application> applications,
            List<Delivery> deliveries, List<Unreachable> unreachable) {
        this(flow, initiator, stages, applications, deliveries, unreachable, null);
    }

    /// Whether this application is the service provider that asked.
    public boolean isOriginator(int application) {
        return originator != null && originator == application;
    }

    /// An application of this logout.
    ///
    /// @param client the registry's key
    /// @param name   the name at the time of the logout
    public record Application(String client, String name) {}

    /// An application that cannot be told, and why.
    ///
    /// @param application index into [StagePlan#applications]
    public record Unreachable(int application, String why) {}

    /// The key under which deliveries to the identity provider are kept; no client can have it.
    public static final String IDP = "/idp";

    /// Whom a delivery goes to: the registry's key of the client, or [#IDP].
    public String recipient(int delivery) {
        var application = deliveries.get(delivery).application();
        return application == Delivery.IDP ? IDP : applications.get(application).client();
    }

    /// The index of the first stage that a browser still has to go through after the commit.
    public int firstOpen() {
        for (int index = 0; index < stages.size(); index++) {
            var stage = stages.get(index);
            if (!(stage instanceof Stage.Confirm) && !(stage instanceof Stage.UserLogout)) {
                return index;
            }
        }
        throw new IllegalStateException("a plan ends with a stage that the browser goes through");
    }
}
