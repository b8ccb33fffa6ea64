package dev.exeunt.acceptance.attack;

import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Session;
import dev.exeunt.acceptance.world.World;

/// Somebody who is signed in.
///
/// @param asking an application that is told by both channels, and in whose name the attacks come
/// @param back   one that is told by the back channel
/// @param front  one that is told by an iframe
record Victim(Session session, Participation asking, Participation back, Participation front) {

    /// The good ID token of the application that asks.
    String hint(World world) {
        return world.idp().idToken(asking);
    }

    /// Its registered way back.
    String out() {
        return asking.rp().out();
    }
}
