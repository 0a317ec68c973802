package io.salus.gateway.scheduling;

import org.jspecify.annotations.Nullable;

/**
 * @param practitioner logical id
 * @param patient logical id
 * @param start start of a free slot, ISO 8601
 * @param reason at most 500 characters
 */
record BookingRequest(
    @Nullable String practitioner,
    @Nullable String patient,
    @Nullable String start,
    @Nullable String reason) {}
