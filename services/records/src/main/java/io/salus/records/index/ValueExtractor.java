package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns one value that an expression selected into entries; passes over what it cannot use. */
interface ValueExtractor {
  void extract(JsonNode value, EntryCollector collector);
}
