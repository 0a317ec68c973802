package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Below;
import io.salus.records.index.IndexEntries.Uri;

/**
 * Uris and canonical urls.
 *
 * @param hierarchic whether they are also found by what they begin with
 */
record UriValues(String param, boolean hierarchic) implements ValueExtractor {
  private static final int DEEPEST = 32;

  @Override
  public boolean extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      add(param, value.textValue(), collector);
      if (hierarchic) {
        below(value.textValue(), collector);
      }
    }
    return true;
  }

  /** {@code http://a/b/c} lies below itself, {@code http://a/b} and {@code http://a}. */
  private void below(String uri, EntryCollector collector) {
    int host = uri.indexOf("://") + 3;
    collector.add(new Below(param, uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri));
    if (host < 3) {
      return;
    }
    int depth = 0;
    for (int slash = uri.indexOf('/', host);
        slash > 0 && depth < DEEPEST;
        slash = uri.indexOf('/', slash + 1)) {
      collector.add(new Below(param, uri.substring(0, slash)));
      depth++;
    }
  }

  static void add(String param, String uri, EntryCollector collector) {
    collector.add(new Uri(param, uri));
    int version = uri.indexOf('|');
    if (version > 0) {
      collector.add(new Uri(param, uri.substring(0, version)));
    }
  }
}
