/// The keys that sign logout tokens: software keys from a secret, or keys that stay in KMS.
@NullMarked
package dev.exeunt.aws.signing;

import org.jspecify.annotations.NullMarked;
