package io.salus.records.subscription;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource that a subscription is to be told of.
 *
 * @param number its place in the order
 * @param at when the change happened
 * @param attempts tries that have failed
 * @param error why the last one did, or null
 */
record Delivery(
    long number,
    String type,
    String id,
    int version,
    OffsetDateTime at,
    int attempts,
    @Nullable String error) {
  @Override
  public String toString() {
    return type + "/" + id + "/_history/" + version;
  }
}
