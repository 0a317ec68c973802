package io.salus.records.subscription;

import io.salus.records.index.IndexEntries;
import io.salus.records.index.Indexer;
import io.salus.records.index.TenantParams;
import io.salus.records.store.Json;
import io.salus.records.store.StoredVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What stored versions are found by. Versions never change, so the last ones are kept: several
 * streams and subscriptions look at the same change within a moment.
 */
@ApplicationScoped
class Indexing {
  private static final int KEPT = 1_000;

  private final Map<Key, IndexEntries> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, IndexEntries> eldest) {
          return size() > KEPT;
        }
      };

  private record Key(String tenant, String type, String id, int version) {}

  IndexEntries entries(String tenant, StoredVersion version) {
    Key key = new Key(tenant, version.type(), version.id(), version.version());
    synchronized (last) {
      IndexEntries known = last.get(key);
      if (known != null) {
        return known;
      }
    }
    IndexEntries entries = Indexer.index(Json.parse(version.json()), TenantParams.of(tenant));
    synchronized (last) {
      last.put(key, entries);
    }
    return entries;
  }
}
