/// The system as browsers, applications and the identity provider see it, over HTTP. What the journeys stand on is said
/// by those who run them: [dev.exeunt.acceptance.journey.EmbeddedJourneysTest] on the services in this process.
@NullMarked
package dev.exeunt.acceptance.journey;

import org.jspecify.annotations.NullMarked;
