package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.TenantHash;
import io.salus.records.transaction.WriteRule;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * What a Subscription must be to be stored: one that this server can keep to. Its status is the
 * server's, but for {@code off}.
 */
@ApplicationScoped
class SubscriptionRule implements WriteRule {
  private final EndpointRule endpoints;

  SubscriptionRule(EndpointRule endpoints) {
    this.endpoints = endpoints;
  }

  @Override
  public String type() {
    return "Subscription";
  }

  @Override
  public void apply(Caller caller, TenantHash hash, ObjectNode resource, String place) {
    if (StatusWriter.isServer(caller)) {
      return; // the server's own word about a subscription that was checked when it came
    }
    Criteria.parse(caller, resource.path("criteria").asText(), place + ".criteria");
    Channel.of(resource.path("channel"), endpoints, place + ".channel");
    boolean off = resource.path("status").asText().equals("off");
    if (!off && endsBefore(resource, Instant.now(), place)) {
      throw new InvalidInput("The subscription has ended before it begins.", place + ".end");
    }
    resource.put("status", off ? "off" : "active");
    resource.remove("error");
    Rights.write(caller, hash, resource);
  }

  private static boolean endsBefore(ObjectNode resource, Instant now, String place) {
    try {
      Instant end = Subscription.end(resource);
      return end != null && end.isBefore(now);
    } catch (DateTimeException e) {
      throw new InvalidInput("The end is an instant.", place + ".end");
    }
  }
}
