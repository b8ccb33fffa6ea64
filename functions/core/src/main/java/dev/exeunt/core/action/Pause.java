package dev.exeunt.core.action;

import java.time.Duration;

/// Waiting, so that a test can decide what waiting means.
public interface Pause {

    /// Returns after about this long.
    void pause(Duration duration);
}
