package dev.exeunt.aws;

import dev.exeunt.core.action.Pause;
import java.time.Duration;

/// Waiting for real.
public final class Sleep implements Pause {

    @Override
    public void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
