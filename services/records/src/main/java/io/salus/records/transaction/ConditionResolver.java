package io.salus.records.transaction;

import io.salus.records.store.Condition;
import io.salus.records.store.ResourceStore;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which resources conditions match. Those of references are remembered: a whole clinic refers to a
 * few practitioners. That is safe because the write checks each of them again, and whoever is told
 * that one is stale asks afresh.
 */
@ApplicationScoped
class ConditionResolver {
  private static final int MOST_REMEMBERED = 50_000;

  private record Key(String tenant, Condition condition) {}

  private final ResourceStore store;
  private final Map<Key, String> remembered = new ConcurrentHashMap<>();

  ConditionResolver(ResourceStore store) {
    this.store = store;
  }

  /**
   * Ids for each condition; two stand for two or more.
   *
   * @param creating conditions of conditional writes, never taken from memory
   * @param referring conditions of references
   * @param fresh whether memory is passed over
   */
  Uni<Map<Condition, List<String>>> resolve(
      Caller caller, Set<Condition> creating, Collection<Condition> referring, boolean fresh) {
    Map<Condition, List<String>> known = new HashMap<>();
    Set<Condition> asked = new LinkedHashSet<>(creating);
    for (Condition condition : referring) {
      String id = fresh ? null : remembered.get(new Key(caller.tenant(), condition));
      if (id == null) {
        asked.add(condition);
      } else if (!creating.contains(condition)) {
        known.put(condition, List.of(id));
      }
    }
    List<Condition> order = new ArrayList<>(asked);
    return store
        .resolve(caller, order)
        .map(
            found -> {
              for (int i = 0; i < order.size(); i++) {
                known.put(order.get(i), found.get(i));
                remember(new Key(caller.tenant(), order.get(i)), found.get(i));
              }
              return known;
            });
  }

  private void remember(Key key, List<String> ids) {
    if (ids.size() != 1) {
      remembered.remove(key);
      return;
    }
    if (remembered.size() >= MOST_REMEMBERED) {
      remembered.clear();
    }
    remembered.put(key, ids.getFirst());
  }
}
