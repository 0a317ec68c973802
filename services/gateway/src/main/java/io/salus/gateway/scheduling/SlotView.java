package io.salus.gateway.scheduling;

import java.time.Instant;

/**
 * A span that can be booked.
 *
 * @param practitioner logical id
 */
record SlotView(String practitioner, Instant start, Instant end) {}
