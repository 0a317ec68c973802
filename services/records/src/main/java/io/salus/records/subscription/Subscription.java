package io.salus.records.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stored subscription that is understood.
 *
 * @param writtenAt when that version was written
 * @param status active, error or off; requested ones become active when they are stored
 * @param end when it ends by itself, or null
 * @param rights by which it sees changes
 */
record Subscription(
    String id,
    int version,
    Instant writtenAt,
    String status,
    @Nullable Instant end,
    Criteria criteria,
    Channel channel,
    Caller rights) {

  /** The subscription of a resource; empty when its rights are not signed by this server. */
  static Optional<Subscription> of(
      String tenant,
      TenantHash hash,
      StoredVersion stored,
      JsonNode resource,
      EndpointRule endpoints) {
    return Rights.read(tenant, hash, resource)
        .map(
            rights ->
                new Subscription(
                    resource.path("id").asText(),
                    stored.version(),
                    stored.lastUpdated().toInstant(),
                    resource.path("status").asText(),
                    end(resource),
                    Criteria.parse(
                        rights, resource.path("criteria").asText(), "Subscription.criteria"),
                    Channel.of(resource.path("channel"), endpoints, "Subscription.channel"),
                    rights));
  }

  static @Nullable Instant end(JsonNode resource) {
    JsonNode end = resource.path("end");
    return end.isTextual() ? OffsetDateTime.parse(end.textValue()).toInstant() : null;
  }

  boolean active() {
    return status.equals("active");
  }

  boolean off() {
    return status.equals("off");
  }

  /** Whether it is to be told of a change now. */
  boolean takes(Instant now) {
    return active() && !ended(now);
  }

  /** Whether changes are noted for it: in error it keeps what it could not tell, for a time. */
  boolean collects(Instant now) {
    return !off() && !ended(now);
  }

  boolean ended(Instant now) {
    return end != null && !now.isBefore(end);
  }

  @Override
  public String toString() {
    return "Subscription/" + id;
  }
}
