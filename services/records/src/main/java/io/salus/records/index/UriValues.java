package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.IndexEntries.Uri;

/** Uris and canonical urls. */
record UriValues(String param) implements ValueExtractor {
  @Override
  public void extract(JsonNode value, EntryCollector collector) {
    if (value.isTextual()) {
      add(param, value.textValue(), collector);
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
