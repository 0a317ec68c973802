package io.salus.scheduling.calendar;

import java.time.Instant;

/** A span that can be booked; {@code end} is the moment after the last. */
public record Slot(Instant start, Instant end) {}
