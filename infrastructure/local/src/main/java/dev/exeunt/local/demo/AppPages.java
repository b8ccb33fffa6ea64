package dev.exeunt.local.demo;

import dev.exeunt.local.Addresses;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import dev.exeunt.local.demo.Glimpse.Event;
import java.util.List;

/// What an application shows: something of its own to those who are signed in, and why they are not to the others.
final class AppPages {

    private final Application application;
    private final Addresses addresses;

    AppPages(Application application, Addresses addresses) {
        this.application = application;
        this.addresses = addresses;
    }

    Page home(Html live) {
        return new Page(application.title(), application.clientId(), addresses.publicUrl().toString(),
                Page.Motion.LIVE,
                Html.of("""
                        <header class="top"><div class="wide">
                        <p class="mark"><span class="tile">{}</span> {} <span>{}</span></p>
                        <a href="{}/">All applications</a></div></header>
                        <main class="wide">
                        <h1 class="hidden">{}</h1>
                        <div data-live="/live" aria-live="polite">
                        {}</div>
                        </main>
                        <footer class="wide"><p>{} Its own “Log out” {}.</p></footer>
                        """,
                        Icons.of(application), application.title(), application.channelNames(), addresses.publicUrl(),
                        application.title(), live, application.hears(),
                        application.endsEverything() ? "logs out of everything" : "logs out of this application only"));
    }

    Html signedIn(SignedIn signIn) {
        return Html.of("""
                <section class="panel who in" data-part="who">
                <h2 class="state in">Signed in as {}</h2>
                <form method="post" action="/sign-out"><button class="button leave">{}</button></form>
                </section>
                <section class="panel content" data-part="content">
                {}</section>
                """, signIn.name(),
                application.endsEverything() ? "Log out of everything" : "Log out of " + application.title(),
                content());
    }

    Html signedOut(List<Event> events) {
        return Html.of("""
                <section class="panel who out" data-part="who">
                <h2 class="state out">Signed out</h2>
                <p><a class="button" href="/login">Sign in</a></p>
                </section>
                <section class="panel why" data-part="content">
                {}</section>
                """,
                events.isEmpty() ? Html.of("<p>Nobody has signed in here with this browser yet.</p>") : why(events));
    }

    private static Html why(List<Event> events) {
        return Html.of("<h3>What happened</h3><ol class=\"events\">{}</ol>", Html.each(events,
                event -> Html.of("<li>{} {}</li>\n", Portal.time(event.at()), event.heard().sentence())));
    }

    private Html content() {
        return new Html(switch (application) {
            case WIKI -> """
                    <h3>Closing the house</h3>
                    <p>The last to leave switches off the lights, the stage and the coffee machine, in this order.
                    The door falls shut by itself; whoever is still inside is signed in.</p>
                    <p class="dim">Edited yesterday by the night porter</p>
                    """;
            case MAIL -> """
                    <h3>Inbox</h3>
                    <ul class="rows"><li><b>Night porter</b> <span>Somebody left the stage light on</span></li>
                    <li><b>Box office</b> <span>Friday is sold out</span></li>
                    <li><b>Wardrobe</b> <span>Your other glove</span></li></ul>
                    """;
            case CHAT ->
                """
                        <h3># green-room</h3>
                        <ul class="rows"><li><b>prompter</b> <span>five minutes, everybody</span></li>
                        <li><b>lights</b> <span>ready when you are</span></li><li><b>bear</b> <span>pursuing</span></li></ul>
                        """;
            case CALENDAR ->
                """
                        <h3>This week</h3>
                        <ul class="rows"><li><b>Tue 10:00</b> <span>Read-through</span></li>
                        <li><b>Thu 18:30</b> <span>Dress rehearsal</span></li><li><b>Fri 20:00</b> <span>First night</span></li></ul>
                        """;
            case INVOICES -> """
                    <h3>Open invoices</h3>
                    <ul class="rows"><li><b>1041</b> <span>Velvet, 40 m · due in 3 days</span></li>
                    <li><b>1042</b> <span>One skull, used · due in 9 days</span></li></ul>
                    """;
            case REPORTS -> """
                    <h3>Seats sold</h3>
                    <ul class="rows"><li><b>Stalls</b> <span>94 %</span></li><li><b>Circle</b> <span>81 %</span></li>
                    <li><b>Gods</b> <span>100 %</span></li></ul>
                    """;
            case ROTA ->
                """
                        <h3>Tonight</h3>
                        <ul class="rows"><li><b>Front of house</b> <span>Ines, Tom</span></li>
                        <li><b>Flies</b> <span>Pavel</span></li><li><b>Night porter</b> <span>the night porter</span></li></ul>
                        """;
            case TICKETS ->
                """
                        <h3>Box office</h3>
                        <ul class="rows"><li><b>Fri 20:00</b> <span>sold out</span></li>
                        <li><b>Sat 15:00</b> <span>12 left</span></li><li><b>Sat 20:00</b> <span>3 left, behind a pillar</span></li></ul>
                        """;
            case PROPS -> """
                    <h3>Where is it?</h3>
                    <ul class="rows"><li><b>Skull, used</b> <span>shelf 4</span></li>
                    <li><b>Daggers (2)</b> <span>on stage</span></li><li><b>Bear</b> <span>in pursuit</span></li></ul>
                    """;
            case PAYROLL ->
                """
                        <h3>This month</h3>
                        <ul class="rows"><li><b>Ghost</b> <span>6 appearances</span></li>
                        <li><b>First gravedigger</b> <span>2 scenes</span></li><li><b>Prompter</b> <span>overtime</span></li></ul>
                        """;
        });
    }
}
