/// HTTP APIs of API Gateway, payload format 2.0.
@NullMarked
package dev.exeunt.aws.http;

import org.jspecify.annotations.NullMarked;
