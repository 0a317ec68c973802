package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import java.util.List;

/**
 * A search parameter of one resource type, or of several when a search goes over several.
 *
 * @param types at least one; each has the parameter
 */
record Field(List<String> types, String code, SearchKind kind) {
  Field {
    types = List.copyOf(types);
  }
}
