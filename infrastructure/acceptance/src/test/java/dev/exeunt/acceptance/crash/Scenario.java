package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Applications.Temper;
import dev.exeunt.core.client.OidcClient.Subject;
import java.time.Duration;

/// A day of two people: signed in to several applications from two browsers, signed out in every way there is, and signed
/// in again meanwhile.
record Scenario(Cloud cloud, People people, Facts facts) {

    private static final Duration HOURS = Duration.ofHours(8);
    /// Longer than any session lives, and then any delivery.
    static final Duration THE_END = Duration.ofDays(4);

    /// Plays it, under this mischief.
    static Scenario play(Mischief mischief) {
        var cloud = new Cloud();
        var people = new People(cloud);
        var scenario = new Scenario(cloud, people, new Facts(cloud, people));
        scenario.register();
        cloud.mischief(mischief);
        scenario.run();
        scenario.facts().inTheEnd();
        return scenario;
    }

    private void register() {
        for (Temper temper : Temper.values()) {
            people.client(temper.name().toLowerCase(java.util.Locale.ROOT), Subject.BOTH);
            cloud.applications().temper(temper.name().toLowerCase(java.util.Locale.ROOT), temper);
        }
        people.client("global", Subject.SUB);
    }

    private void run() {
        var time = new Time(cloud);
        people.signIn("first", "ann", HOURS);
        people.join("first", "sound");
        people.join("first", "flaky");
        people.join("first", "global");
        people.signIn("second", "ann", HOURS);
        people.join("second", "global");
        if (people.logOut("first")) {
            facts.requireEnded("first");
        }
        people.signIn("third", "ann", HOURS);
        people.join("third", "flaky");
        people.signIn("fourth", "bob", HOURS);
        people.join("fourth", "slow");
        people.join("fourth", "refusing");
        if (people.end("fourth")) {
            facts.requireEnded("fourth");
        }
        people.signIn("fifth", "bob", HOURS);
        people.join("fifth", "mumbling");
        people.endAll("bob");
        time.pass(Duration.ofMinutes(90));
        facts.requireEnded("fifth");
        people.signIn("sixth", "bob", HOURS);
        time.pass(Duration.ofMinutes(3));
        facts.requireLiving("sixth");
        facts.requireLiving("second");
        time.pass(THE_END);
    }
}
