package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.index.IndexEntries.Identified;
import io.salus.records.index.IndexEntries.Reference;
import org.jspecify.annotations.Nullable;

/**
 * References to resources of this server, urls, and references by identifier.
 *
 * @param target the only type that is wanted, or null for any
 */
record ReferenceValues(String param, @Nullable String target) implements ValueExtractor {
  private static final int LONGEST_ID = 64;

  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    JsonNode text = value.isTextual() ? value : value.path("reference");
    boolean wanted = target == null || target.equals(value.path("type").textValue());
    if (text.isTextual()) {
      wanted |= literal(text.textValue(), collector);
    }
    JsonNode identifier = value.path("identifier").path("value");
    if (wanted && identifier.isTextual()) {
      String system = value.path("identifier").path("system").textValue();
      collector.add(new Identified(param, system, identifier.textValue()));
    }
    return wanted;
  }

  /** Whether the reference is to a resource of the wanted type. */
  private boolean literal(String text, EntryCollector collector) {
    if (text.indexOf(':') >= 0) {
      boolean wanted = target == null || pointsTo(text, target);
      if (wanted && !text.startsWith("urn:uuid:")) {
        UriValues.add(param, text, collector);
      }
      return wanted;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return false;
    }
    String type = text.substring(0, slash);
    int end = text.indexOf('/', slash + 1);
    boolean versioned = end > 0 && text.startsWith("/_history/", end);
    String id = text.substring(slash + 1, versioned ? end : text.length());
    boolean wanted = target == null || target.equals(type);
    if (wanted && R4.isResourceType(type) && isId(id)) {
      collector.add(new Reference(param, type, id));
    }
    return wanted;
  }

  private static boolean pointsTo(String url, String type) {
    int history = url.indexOf("/_history/");
    String plain = history < 0 ? url : url.substring(0, history);
    return plain.substring(0, Math.max(0, plain.lastIndexOf('/'))).endsWith("/" + type);
  }

  private static boolean isId(String text) {
    return !text.isEmpty()
        && text.length() <= LONGEST_ID
        && text.chars()
            .allMatch(c -> c == '-' || c == '.' || (c < 128 && Character.isLetterOrDigit(c)));
  }
}
