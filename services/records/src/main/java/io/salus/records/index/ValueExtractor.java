package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;

/** Turns one value that an expression selected into entries; passes over what it cannot use. */
interface ValueExtractor {
  /** Whether this is a value of the parameter at all. */
  boolean extract(JsonNode value, EntryCollector collector);
}
