/// Reads `template.yaml` as CloudFormation and SAM do, as far as the template goes, and refuses what it does not
/// understand.
@NullMarked
package dev.exeunt.local.template;

import org.jspecify.annotations.NullMarked;
