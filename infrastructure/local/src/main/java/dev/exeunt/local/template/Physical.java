package dev.exeunt.local.template;

import java.util.Map;

/// What the resources of the template are called once they exist.
@FunctionalInterface
public interface Physical {

    /// The identity of a resource.
    ///
    /// @param logicalId its name in the template
    /// @param type      such as `AWS::SQS::Queue`
    Identity of(String logicalId, String type);

    /// What intrinsic functions answer for a resource.
    ///
    /// @param ref        what `Ref` answers
    /// @param attributes what `Fn::GetAtt` answers
    record Identity(String ref, Map<String, String> attributes) {
        public Identity {
            attributes = Map.copyOf(attributes);
        }
    }
}
