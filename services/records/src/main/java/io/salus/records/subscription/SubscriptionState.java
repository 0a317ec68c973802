package io.salus.records.subscription;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How far a subscription has been told.
 *
 * @param delivered notifications that the endpoint has taken
 * @param failures tries that failed
 * @param waiting notifications that are still to be told
 * @param dead notifications that were given up
 * @param nextAt when the next try is, or null
 */
record SubscriptionState(
    long delivered,
    long failures,
    long waiting,
    long dead,
    @Nullable OffsetDateTime nextAt,
    @Nullable OffsetDateTime lastDeliveredAt,
    @Nullable OffsetDateTime lastFailedAt,
    @Nullable String lastError) {}
