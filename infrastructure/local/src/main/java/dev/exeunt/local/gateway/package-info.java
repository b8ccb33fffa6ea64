/// The HTTP APIs: routes, payload format 2.0, the gateway's limits, on loopback only.
@NullMarked
package dev.exeunt.local.gateway;

import org.jspecify.annotations.NullMarked;
