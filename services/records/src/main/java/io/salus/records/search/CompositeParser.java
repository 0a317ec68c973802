package io.salus.records.search;

import io.salus.records.definition.Composite;
import io.salus.records.definition.SearchKind;
import io.salus.records.index.TenantParams;
import io.salus.records.search.Criterion.AllOf;
import io.salus.records.search.Criterion.AnyOf;
import io.salus.records.search.Criterion.InUnit;
import io.salus.records.search.Criterion.Pair;
import io.salus.records.search.Criterion.PairWithin;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.List;

/** Values of composite parameters: {@code part$part}, which one element must have together. */
final class CompositeParser {
  private final TenantParams params;
  private final ValueParser values;

  CompositeParser(TenantParams params, ValueParser values) {
    this.params = params;
    this.values = values;
  }

  Criterion criterion(Field field, List<String> anyOf) {
    List<Criterion> ways = new ArrayList<>();
    for (String type : field.types()) {
      Composite composite =
          params
              .find(type, field.code())
              .map(param -> param.composite())
              .orElseThrow(() -> new IllegalStateException("has no parts: " + field.code()));
      for (String value : anyOf) {
        List<String> parts = QueryString.split(value, '$');
        if (parts.size() != composite.parts().size() || parts.stream().anyMatch(String::isBlank)) {
          throw new InvalidInput("A composite value has its parts joined by $.", field.code());
        }
        add(type, composite, parts, ways);
      }
    }
    return ways.size() == 1 ? ways.getFirst() : new AnyOf(ways);
  }

  private void add(String type, Composite composite, List<String> parts, List<Criterion> ways) {
    for (List<String> codes : composite.together()) {
      List<Criterion> all = new ArrayList<>();
      for (int i = 0; i < codes.size(); i++) {
        Field part = CriterionParser.field(params, List.of(type), codes.get(i));
        if (part == null) {
          throw new IllegalStateException("no such part: " + codes.get(i));
        }
        all.add(values.criterion(part, "", QueryString.escapeCommas(parts.get(i))));
      }
      ways.add(new AllOf(all));
    }
    for (Composite.Pairs pairs : composite.pairs()) {
      Field field = new Field(List.of(type), pairs.param(), SearchKind.COMPOSITE);
      ways.add(pair(field, composite.parts(), parts));
    }
  }

  private Criterion pair(Field field, List<SearchKind> kinds, List<String> parts) {
    String first = key(field, parts.getFirst());
    if (parts.size() > 2) {
      return new PairWithin(field, first, between(field, parts.get(1), parts.get(2)));
    }
    return switch (kinds.get(1)) {
      case QUANTITY ->
          CriterionParser.anyOf(
              values.quantity(field, parts.get(1)).stream()
                  .map(amount -> new PairWithin(field, first, amount))
                  .toList());
      case NUMBER -> new PairWithin(field, first, ValueParser.number(field, parts.get(1)));
      case DATE ->
          new PairWithin(field, first, new InUnit("", values.time(field.code(), parts.get(1))));
      case TOKEN, STRING, REFERENCE, URI -> new Pair(field, first, key(field, parts.get(1)));
      case COMPOSITE, SPECIAL -> throw new IllegalStateException("no part of a composite");
    };
  }

  /** A place with two ends, each compared for itself. */
  private static InUnit between(Field field, String start, String end) {
    List<Box> boxes = new ArrayList<>();
    for (Box from : ValueParser.number(field, start).comparison().anyOf()) {
      for (Box to : ValueParser.number(field, end).comparison().anyOf()) {
        Box both =
            new Box(
                Math.max(from.lowFrom(), from.highFrom()),
                Math.min(from.lowTo(), from.highTo()),
                Math.max(to.lowFrom(), to.highFrom()),
                Math.min(to.lowTo(), to.highTo()));
        if (!both.isEmpty()) {
          boxes.add(both);
        }
      }
    }
    return new InUnit("", new Comparison(boxes));
  }

  /** {@code code}, {@code system|code} or {@code Type/id}, as they are indexed. */
  private static String key(Field field, String value) {
    List<String> parts = QueryString.split(value, '|').stream().map(QueryString::unescape).toList();
    if (parts.size() > 2 || parts.getLast().isEmpty()) {
      throw new InvalidInput(
          "A part of a composite value is `code` or `system|code`.", field.code());
    }
    return String.join("|", parts);
  }
}
