package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.index.IndexEntries.Reference;
import org.jspecify.annotations.Nullable;

/**
 * References to resources of this server, and urls.
 *
 * @param target the only type that is wanted, or null for any
 */
record ReferenceValues(String param, @Nullable String target) implements ValueExtractor {
  private static final int LONGEST_ID = 64;

  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    JsonNode text = value.isTextual() ? value : value.path("reference");
    if (text.isTextual()) {
      extract(text.textValue(), collector);
    }
  }

  private void extract(String text, EntryCollector collector) {
    if (text.indexOf(':') >= 0) {
      if (target == null && !text.startsWith("urn:uuid:")) {
        UriValues.add(param, text, collector);
      }
      return;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return;
    }
    String type = text.substring(0, slash);
    int end = text.indexOf('/', slash + 1);
    boolean versioned = end > 0 && text.startsWith("/_history/", end);
    String id = text.substring(slash + 1, versioned ? end : text.length());
    boolean wanted = target == null || target.equals(type);
    if (wanted && R4.isResourceType(type) && isId(id)) {
      collector.add(new Reference(param, type, id));
    }
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars()
            .allMatch(c -> c == '-' || c == '.' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
