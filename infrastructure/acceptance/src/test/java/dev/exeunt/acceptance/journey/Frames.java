package dev.exeunt.acceptance.journey;

import dev.exeunt.acceptance.world.Form;
import dev.exeunt.acceptance.world.Participation;
import dev.exeunt.acceptance.world.Rp;
import dev.exeunt.acceptance.world.World;

/// What iframes load.
final class Frames {

    private Frames() {
    }

    /// The registered address with `iss` and `sid` and nothing else (protocols C5).
    static String url(World world, Participation of) {
        return of.rp().url() + Rp.FRONT + "?iss=" + Form.encode(world.idp().issuer()) + "&sid="
                + Form.encode(String.valueOf(of.sid()));
    }
}
