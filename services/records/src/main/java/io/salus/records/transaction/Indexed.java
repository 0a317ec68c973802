package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.Indexer;
import io.salus.records.store.IndexRows;
import io.salus.records.store.TenantHash;
import java.util.Set;

/** The index rows of a resource. */
final class Indexed {
  /** Columns of the row itself. */
  private static final Set<String> COLUMNS = Set.of("_id", "_lastUpdated");

  private Indexed() {}

  /** For a resource with its id and its references resolved. */
  static IndexRows rows(TenantHash hash, String type, ObjectNode resource) {
    IndexEntries entries = Indexer.index(resource);
    IndexRows rows = new IndexRows(hash, type);
    for (IndexEntries.Token token : entries.tokens()) {
      if (!COLUMNS.contains(token.param())) {
        rows.token(token.param(), token.system(), token.code());
      }
    }
    for (IndexEntries.Interval date : entries.dates()) {
      if (!COLUMNS.contains(date.param())) {
        rows.date(date.param(), date.lowMicros(), date.highMicros());
      }
    }
    entries.strings().forEach(text -> rows.text(text.param(), text.text()));
    entries.uris().forEach(uri -> rows.uri(uri.param(), uri.value()));
    for (IndexEntries.Reference reference : entries.references()) {
      rows.reference(reference.param(), reference.targetType(), reference.targetId());
    }
    entries.patients().forEach(rows::patient);
    return rows;
  }
}
