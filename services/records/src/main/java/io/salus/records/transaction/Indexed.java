package io.salus.records.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.index.Amounts;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.IndexEntries.Below;
import io.salus.records.index.IndexEntries.Concept;
import io.salus.records.index.IndexEntries.Identified;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Pair;
import io.salus.records.index.IndexEntries.PairAmount;
import io.salus.records.index.IndexEntries.Position;
import io.salus.records.index.IndexEntries.Present;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Typed;
import io.salus.records.index.IndexEntries.Uri;
import io.salus.records.index.IndexEntries.Value;
import io.salus.records.index.Indexer;
import io.salus.records.index.TenantParams;
import io.salus.records.store.IndexRows;
import io.salus.records.store.TenantHash;
import java.util.List;
import java.util.Set;

/** The index rows of a resource. */
public final class Indexed {
  /** Columns of the row itself. */
  private static final Set<String> COLUMNS = Set.of("_id", "_lastUpdated");

  private Indexed() {}

  /** For a resource with its id and its references resolved. */
  public static IndexRows rows(
      TenantParams params, TenantHash hash, String type, ObjectNode resource) {
    IndexEntries entries = Indexer.index(resource, params);
    IndexRows rows = new IndexRows(hash, type);
    for (IndexEntries.Entry entry : entries.entries()) {
      if (!COLUMNS.contains(entry.param())) {
        add(entry, rows);
      }
    }
    entries.patients().forEach(rows::patient);
    return rows;
  }

  private static void add(IndexEntries.Entry entry, IndexRows rows) {
    switch (entry) {
      case Present(String param) -> rows.present(param);
      case Token(String param, String system, String code) -> rows.token(param, system, code);
      case Concept(String param, String system, String code, String text) -> {
        if (code == null) {
          rows.ownText(param, text);
        } else {
          rows.concept(param, system, code, text);
        }
      }
      case Typed(String param, String system, String code, String value) ->
          rows.typed(param, system, code, value);
      case Text(String param, String text, String written) -> {
        rows.text(param, text);
        rows.exact(param, written);
      }
      case Interval(String param, long low, long high) -> rows.date(param, low, high);
      case Reference(String param, String targetType, String targetId) ->
          rows.reference(param, targetType, targetId);
      case Identified(String param, String system, String value) ->
          rows.identifier(param, system, value);
      case Value value -> amounts(value.param(), Amounts.of(value), rows);
      case Measure measure -> amounts(measure.param(), Amounts.of(measure), rows);
      case Uri(String param, String value) -> rows.uri(param, value);
      case Below(String param, String beginning) -> rows.below(param, beginning);
      case Position(String param, double latitude, double longitude) ->
          rows.position(param, latitude, longitude);
      case Pair(String param, String first, String second) -> rows.pair(param, first, second);
      case PairAmount(String param, String first, String unit, double low, double high) ->
          rows.pairNumber(param, first, unit, low, high);
    }
  }

  private static void amounts(String param, List<Amounts.Amount> amounts, IndexRows rows) {
    for (Amounts.Amount amount : amounts) {
      rows.number(param, amount.unit(), amount.low(), amount.high());
    }
  }
}
