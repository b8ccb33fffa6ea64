package dev.exeunt.local.demo;

import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import dev.exeunt.local.Site.Answer;
import dev.exeunt.local.Site.Request;
import dev.exeunt.local.demo.AppSessions.SignedIn;
import dev.exeunt.local.demo.Glimpse.Heard;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/// An application's ears: the endpoints that Exeunt tells of a logout.
final class LogoutReceiver {

    private static final int REFUSALS = 2;

    private final Application application;
    private final URI issuer;
    private final TokenCheck check;
    private final AppSessions sessions;
    private final Duration silence;
    private final Map<String, Boolean> seen = Memory.bounded();
    private final Map<String, Integer> refusals = Memory.bounded();
    private final Semaphore silent = new Semaphore(32);

    /// @param silence how long the application that never answers holds a connection
    LogoutReceiver(Application application, URI issuer, TokenCheck check, AppSessions sessions, Duration silence) {
        this.application = application;
        this.issuer = issuer;
        this.check = check;
        this.sessions = sessions;
        this.silence = silence;
    }

    /// Takes a logout token (OpenID Connect Back-Channel Logout, 2.5 to 2.8): 200 or 400, and 503 for what may be
    /// better next time.
    Answer backChannel(Request request) throws InterruptedException {
        if (application.temper() == Application.Temper.SILENT) {
            return sayNothing();
        }
        var token = Form.body(request).one("logout_token");
        if (token.isEmpty()) {
            return refused("logout_token is missing");
        }
        return switch (check.logoutToken(token.get())) {
            case TokenCheck.Checked.Good(var claims) -> verified(claims);
            case TokenCheck.Checked.Bad(var why) -> refused(why);
            case TokenCheck.Checked.NotNow _ -> later();
        };
    }

    /// Holds the connection until the sender must have given up. Only so many at a time, and none for ever.
    private Answer sayNothing() throws InterruptedException {
        if (!silent.tryAcquire()) {
            return later();
        }
        try {
            Thread.sleep(silence);
            return later();
        } finally {
            silent.release();
        }
    }

    private Answer verified(LogoutTokenClaimsSet claims) {
        var sid = Optional.ofNullable(claims.getSessionID()).map(Object::toString);
        var sub = Optional.ofNullable(claims.getSubject()).map(Object::toString);
        var owner = sid.flatMap(sessions::subjectOf);
        if (owner.isPresent() && sub.isPresent() && !owner.equals(sub)) {
            return refused("sub and sid are of different people");
        }
        if (application.temper() == Application.Temper.FLAKY
                && refusals.merge(sid.or(() -> sub).orElse(""), 1, Integer::sum) <= REFUSALS) {
            return later();
        }
        if (seen.putIfAbsent(claims.getJWTID().getValue(), true) != null) {
            return refused("jti was seen before");
        }
        refusals.remove(sid.or(() -> sub).orElse(""));
        sessions.end(named(sid, sub), Heard.BACK_CHANNEL);
        return unstored(Answer.empty(200));
    }

    /// With a `sid` that one session, without it every session of the `sub`. No session at all is success too.
    private static Predicate<SignedIn> named(Optional<String> sid, Optional<String> sub) {
        return signIn -> sid.map(signIn.sid()::equals).orElseGet(() -> sub.equals(Optional.of(signIn.sub())));
    }

    /// Answers a front-channel frame (OpenID Connect Front-Channel Logout, 2): ends the session that `sid` names,
    /// whether or not the browser sent a cookie along.
    Answer frontChannel(Request request, String cookie) {
        var form = Form.query(request);
        var sid = form.one("sid");
        if (sid.isEmpty() || !form.one("iss").equals(Optional.of(issuer.toString()))) {
            return framed(400, "Not a logout of ours.");
        }
        sessions.end(signIn -> sid.equals(Optional.of(signIn.sid())), Heard.FRONT_CHANNEL);
        return framed(200, "Signed out.").with("Set-Cookie", Cookies.clear(cookie));
    }

    private Answer framed(int status, String text) {
        var html = Html.of("<!DOCTYPE html><html lang=\"en\"><title>{}</title><p>{}</p></html>", application.title(),
                text);
        return unstored(Answer.text(status, "text/html; charset=utf-8", html.markup())).with("Content-Security-Policy",
                "default-src 'none'; frame-ancestors " + issuer.resolve("/").toString().replaceFirst("/$", ""));
    }

    private static Answer refused(String why) {
        return unstored(Answer.text(400, "application/json",
                Json.write(Map.of("error", "invalid_request", "error_description", why))));
    }

    private static Answer later() {
        return unstored(Answer.empty(503));
    }

    private static Answer unstored(Answer answer) {
        return answer.with("Cache-Control", "no-store");
    }
}
