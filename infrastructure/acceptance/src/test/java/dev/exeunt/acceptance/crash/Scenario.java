package dev.exeunt.acceptance.crash;

import dev.exeunt.acceptance.crash.Applications.Temper;
import dev.exeunt.acceptance.policy.Deployment;
import dev.exeunt.core.client.OidcClient.Subject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// A story of people who are signed in to several applications and signed out, played in a world of its own.
record Scenario(Cloud cloud, People people, Facts facts, Time time) {

    private static final Duration HOURS = Duration.ofHours(8);
    /// Longer than any session lives, and then any delivery.
    static final Duration THE_END = Duration.ofDays(4);
    /// So many failures in a row that an application is taken to be down.
    private static final int NOTICES = 5;
    private static final int TOGETHER = 10;
    private static final String RECEIVER = "receiver";
    private static final String PENITENT = "penitent";

    /// What happens.
    enum Story {

        /// Somebody signs out in one of two browsers, and signs in again meanwhile.
        BROWSER,
        /// An operator ends a session, and then all that there are of the user, who signs in again.
        OPERATOR,
        /// An application refuses, is mended, and an operator has all sent again.
        REDRIVE,
        /// An application is down while many notices for it are due.
        OUTAGE,
        /// An operator ends all sessions of a user, and the deliverer works ten notices side by side.
        BATCHES,
        /// As [#REDRIVE], by keys in Secrets Manager; told for the calls that this makes.
        SECRETS;

        /// Whether a call of this kind going wrong is what it is told for.
        boolean isAbout(String operation) {
            return this != SECRETS || operation.equals("GetSecretValue");
        }
    }

    /// Plays it, under this mischief.
    static Scenario play(Story story, Mischief mischief) {
        var cloud = new Cloud(story == Story.SECRETS ? Deployment.SECRETS : Deployment.KMS);
        var people = new People(cloud);
        var scenario = new Scenario(cloud, people, new Facts(cloud, people),
                new Time(cloud, story == Story.BATCHES ? TOGETHER : 1));
        scenario.register();
        if (story == Story.OUTAGE) {
            scenario.signInForOutage();
        }
        cloud.mischief(mischief);
        switch (story) {
            case BROWSER -> scenario.browser();
            case OPERATOR -> scenario.operator();
            case REDRIVE, SECRETS -> scenario.redrive();
            case OUTAGE -> scenario.outage();
            case BATCHES -> scenario.batches();
        }
        scenario.pass(THE_END);
        scenario.facts().inTheEnd();
        return scenario;
    }

    private void pass(Duration duration) {
        facts.require(time.pass(duration), Time.RESTLESS);
    }

    private void register() {
        for (Temper temper : Temper.values()) {
            people.client(name(temper), Subject.BOTH);
            cloud.applications().temper(name(temper), temper);
        }
        people.client("global", Subject.SUB);
        people.client(PENITENT, Subject.BOTH);
        people.receiver(RECEIVER);
    }

    private static String name(Temper temper) {
        return temper.name().toLowerCase(Locale.ROOT);
    }

    private void browser() {
        people.signIn("first", "ann", HOURS);
        people.join("first", "sound");
        people.join("first", "flaky");
        people.join("first", "global");
        people.join("first", RECEIVER);
        people.signIn("second", "ann", HOURS);
        people.join("second", "global");
        if (people.logOut("first")) {
            facts.requireEnded("first");
        }
        people.signIn("third", "ann", HOURS);
        people.join("third", "flaky");
        pass(Duration.ofMinutes(90));
        facts.requireLiving("second");
        facts.requireLiving("third");
    }

    private void operator() {
        people.signIn("fourth", "bob", HOURS);
        people.join("fourth", "slow");
        people.join("fourth", "refusing");
        if (people.end("fourth")) {
            facts.requireEnded("fourth");
        }
        people.signIn("fifth", "bob", HOURS);
        people.join("fifth", "mumbling");
        people.endAll("bob");
        pass(Duration.ofMinutes(90));
        facts.requireEnded("fifth");
        people.signIn("sixth", "bob", HOURS);
        pass(Duration.ofMinutes(3));
        facts.requireLiving("sixth");
    }

    private void redrive() {
        cloud.applications().temper(PENITENT, Temper.REFUSING);
        people.signIn("refused", "ann", HOURS);
        people.join("refused", PENITENT);
        people.join("refused", "refusing");
        people.end("refused");
        pass(Duration.ofMinutes(10));
        cloud.applications().temper(PENITENT, Temper.SOUND);
        facts.require(people.redriveAll(), "an operator has all that failed sent again");
    }

    private void batches() {
        for (int n = 0; n < 2; n++) {
            var session = "batch" + n;
            people.signIn(session, "bob", HOURS);
            for (var client : List.of("sound", "flaky", "slow", "mumbling", "global", RECEIVER)) {
                people.join(session, client);
            }
        }
        people.endAll("bob");
        people.signIn("anew", "bob", HOURS);
        people.join("anew", "sound");
        pass(Duration.ofMinutes(90));
        facts.requireLiving("anew");
    }

    private void signInForOutage() {
        for (int n = 0; n < NOTICES; n++) {
            people.signIn("s" + n, "ann", HOURS);
            people.join("s" + n, "down");
        }
    }

    private void outage() {
        people.endAll("ann");
        pass(Duration.ofMinutes(90));
    }
}
