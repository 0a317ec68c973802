package io.salus.records.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Condition;
import io.salus.records.store.ResourceId;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Bundle that has been read: its entries in order.
 *
 * @param transaction whether it is stored whole or not at all
 */
record BundlePlan(boolean transaction, List<Item> items) {
  /** Writes of a batch that go into one call. */
  private static final int CHUNK = 200;

  private static final int MOST_ENTRIES = 50_000;

  static BundlePlan of(ObjectNode bundle, EntryParser parser) {
    if (!"Bundle".equals(bundle.path("resourceType").textValue())) {
      throw new InvalidInput("The body must be a Bundle.", "resourceType");
    }
    boolean transaction =
        switch (bundle.path("type").asText()) {
          case "transaction" -> true;
          case "batch" -> false;
          default ->
              throw new InvalidInput(
                  "The type of the Bundle must be batch or transaction.", "Bundle.type");
        };
    JsonNode entries = bundle.path("entry");
    if (!entries.isMissingNode() && !entries.isArray()) {
      throw new InvalidInput("entry must be an array.", "Bundle.entry");
    }
    if (entries.size() > MOST_ENTRIES) {
      throw new InvalidInput("A Bundle has at most " + MOST_ENTRIES + " entries.", "Bundle.entry");
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      Item item = parser.parse(entries.get(i), i);
      if (transaction && item instanceof Item.Bad bad) {
        throw bad.error();
      }
      items.add(item);
    }
    BundlePlan plan = new BundlePlan(transaction, items);
    if (transaction) {
      plan.refuseTwice();
    }
    return plan;
  }

  List<Draft> drafts() {
    List<Draft> drafts = new ArrayList<>();
    for (Item item : items) {
      if (item instanceof Item.Write(Draft draft)) {
        drafts.add(draft);
      }
    }
    return drafts;
  }

  /** By fullUrl, for references between entries. */
  Map<String, Draft> byFullUrl() {
    Map<String, Draft> entries = new HashMap<>();
    for (Draft draft : drafts()) {
      if (!draft.fullUrl().isEmpty()) {
        Draft other = entries.put(draft.fullUrl(), draft);
        if (other != null && transaction) {
          throw new InvalidInput("Two entries have the same fullUrl.", draft.place());
        }
      }
    }
    return entries;
  }

  /** Drafts in order, so that none in a chunk depends on what another in it writes. */
  List<List<Draft>> chunks() {
    List<List<Draft>> chunks = new ArrayList<>();
    List<Draft> chunk = new ArrayList<>();
    Set<Object> seen = new HashSet<>();
    for (Draft draft : drafts()) {
      if (chunk.size() == CHUNK || !seen.add(identity(draft))) {
        chunks.add(chunk);
        chunk = new ArrayList<>();
        seen.clear();
        seen.add(identity(draft));
      }
      chunk.add(draft);
    }
    if (!chunk.isEmpty()) {
      chunks.add(chunk);
    }
    return chunks;
  }

  private void refuseTwice() {
    Set<Object> seen = new HashSet<>();
    for (Draft draft : drafts()) {
      if (!seen.add(identity(draft))) {
        throw new InvalidInput(
            "A transaction writes each resource once; another entry has the same id or condition.",
            draft.place());
      }
    }
  }

  private static Object identity(Draft draft) {
    Condition condition = draft.condition();
    ResourceId target = draft.target();
    return condition == null ? target : condition;
  }
}
