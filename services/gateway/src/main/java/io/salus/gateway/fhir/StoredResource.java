package io.salus.gateway.fhir;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/**
 * A resource as the records keep it.
 *
 * @param body FHIR JSON, UTF-8
 * @param created true when a write made it, false when it was there
 */
record StoredResource(String id, int version, Instant lastUpdated, Buffer body, boolean created) {}
