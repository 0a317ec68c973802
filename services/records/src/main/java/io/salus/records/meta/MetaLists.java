package io.salus.records.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The lists of a meta as sets: codings are the same when system and code are. */
final class MetaLists {
  private static final List<String> LISTS = List.of("profile", "tag", "security");

  private MetaLists() {}

  /** Adds what is not there. */
  static void plus(ObjectNode meta, JsonNode more) {
    for (String name : LISTS) {
      for (JsonNode one : more.path(name)) {
        if (at(meta.path(name), one) < 0) {
          meta.withArray(name).add(one);
        }
      }
    }
  }

  /** Removes what is there. */
  static void minus(ObjectNode meta, JsonNode less) {
    for (String name : LISTS) {
      if (meta.path(name) instanceof ArrayNode list) {
        for (JsonNode one : less.path(name)) {
          int at = at(list, one);
          if (at >= 0) {
            list.remove(at);
          }
        }
        if (list.isEmpty()) {
          meta.remove(name);
        }
      }
    }
  }

  private static int at(JsonNode list, JsonNode wanted) {
    for (int i = 0; i < list.size(); i++) {
      if (same(list.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one.isObject()
        ? one.path("system").equals(other.path("system"))
            && one.path("code").equals(other.path("code"))
        : one.equals(other);
  }
}
