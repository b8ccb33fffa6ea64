package dev.exeunt.acceptance.policy;

import java.util.Set;

/// The kinds of deployments that have other policies.
public enum Deployment {

    /// Signs by KMS.
    KMS(Set.of("HasSigningKeyIds")),
    /// Signs by a JWK set in Secrets Manager, and has its certificates there.
    SECRETS(Set.of("HasSigningJwksSecret", "HasSamlCertificateSecret"));

    /// The conditions that hold; of those that decide about policies, no others do.
    final Set<String> conditions;

    Deployment(Set<String> conditions) {
        this.conditions = conditions;
    }

    /// What the functions of such a deployment have as `AWS_SESSION_TOKEN`, by which their calls are told apart; those that
    /// have none count as [#KMS].
    public String token() {
        return name();
    }
}
