package dev.exeunt.local.template;

/// Why the local cloud cannot start. The message is one line for the person who started it: what is wrong, and where.
public final class StartProblem extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// A problem that has no deeper cause.
    public StartProblem(String message) {
        super(message);
    }

    /// A problem with the exception that tells more.
    public StartProblem(String message, Throwable cause) {
        super(message, cause);
    }
}
