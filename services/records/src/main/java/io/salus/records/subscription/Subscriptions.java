package io.salus.records.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Subscriptions as they are stored, kept in memory while their versions stay the same. */
@ApplicationScoped
class Subscriptions {
  private static final int CACHED = 10_000;

  private final ResourceStore store;
  private final TenantHashes hashes;
  private final EndpointRule endpoints;
  private final StatusWriter status;
  private final Map<Key, Entry> cache = new ConcurrentHashMap<>();

  private record Key(String tenant, String id) {}

  private record Entry(int version, Optional<Subscription> subscription) {}

  Subscriptions(
      ResourceStore store, TenantHashes hashes, EndpointRule endpoints, StatusWriter status) {
    this.store = store;
    this.hashes = hashes;
    this.endpoints = endpoints;
    this.status = status;
  }

  /**
   * The subscription in a version or a later one; empty when it is gone or cannot be kept to. The
   * resource says why, then. Blocks.
   */
  Optional<Subscription> find(String tenant, String id, int version) {
    Key key = new Key(tenant, id);
    Entry known = cache.get(key);
    if (known != null && known.version == version) {
      return known.subscription;
    }
    StoredVersion stored =
        store
            .read(StatusWriter.server(tenant), "Subscription", id)
            .await()
            .indefinitely()
            .orElse(null);
    if (stored == null || stored.deleted()) {
      cache.remove(key);
      return Optional.empty();
    }
    TenantHash hash = hashes.of(tenant).await().indefinitely();
    Entry entry = new Entry(stored.version(), understand(tenant, hash, stored));
    if (cache.size() >= CACHED) {
      cache.clear();
    }
    cache.put(key, entry);
    return entry.subscription;
  }

  private Optional<Subscription> understand(String tenant, TenantHash hash, StoredVersion stored) {
    ObjectNode resource = Json.parse(stored.json());
    String problem;
    try {
      Optional<Subscription> found = Subscription.of(tenant, hash, stored, resource, endpoints);
      if (found.isPresent()) {
        return found;
      }
      problem = "The subscription was not written through this server; write it again.";
    } catch (AppException e) {
      problem = e.publicDetail();
    }
    if (resource.path("status").asText().equals("active")) {
      status.set(tenant, stored.id(), stored.version(), "error", problem);
    }
    return Optional.empty();
  }
}
