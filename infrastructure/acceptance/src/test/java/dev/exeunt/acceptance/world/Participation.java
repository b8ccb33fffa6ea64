package dev.exeunt.acceptance.world;

import org.jspecify.annotations.Nullable;

/// One application's part in a session, under one identity.
public record Participation(Session session, Rp rp, String sub, @Nullable String sid) {}
