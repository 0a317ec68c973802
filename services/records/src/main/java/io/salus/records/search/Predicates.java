package io.salus.records.search;

import io.salus.records.search.Clause.Carries;
import io.salus.records.search.Clause.CarriesDescribed;
import io.salus.records.search.Clause.HasText;
import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.LinkedFrom;
import io.salus.records.search.Clause.LinksTo;
import io.salus.records.search.Clause.RefersTo;
import io.salus.records.search.Clause.Rows;
import io.salus.records.search.Clause.Span;
import io.salus.records.store.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Clauses as SQL on one row of resource_index. Any of them can be asked of any row. */
final class Predicates {
  private final Sql sql;
  private final IdentityHashMap<Object, Map<String, List<?>>> derived = new IdentityHashMap<>();

  Predicates(Sql sql) {
    this.sql = sql;
  }

  /** All of them, each after {@code and}. */
  String and(List<Clause> clauses, String row) {
    return clauses.stream().map(c -> " and " + of(c, row)).collect(Collectors.joining());
  }

  /**
   * @param kind the column, or something that equals it
   */
  String kinds(Rows rows, String kind) {
    return rows.kinds().size() == 1
        ? kind + " = (" + sql.numbers(rows.kinds()) + ")[1]"
        : kind + " = any (" + sql.numbers(rows.kinds()) + ")";
  }

  String of(Clause clause, String row) {
    return switch (clause) {
      case Carries c when c.anyOf().size() == 1 -> row + ".tokens @> " + sql.numbers(c.anyOf());
      case Carries c -> row + ".tokens && " + sql.numbers(c.anyOf());
      case RefersTo c -> row + ".tokens && " + edges(c);
      case CarriesDescribed c -> row + ".tokens && " + concepts(c);
      case InRange c -> inRange(c, row);
      case Clause.InRanges c ->
          c.parts().stream()
              .map(p -> inRange(p, row))
              .collect(Collectors.joining(" and ", "(", ")"));
      case HasText c -> hasText(c, row);
      case Clause.Around c -> around(c, row);
      case Clause.UpdatedIn c -> updated(c, row);
      case Clause.IsOneOf c -> row + ".rid = any (" + ids(c) + ")";
      case LinksTo c -> linksTo(c, row);
      case LinkedFrom c -> linkedFrom(c, row);
      case Clause.Either c -> joined(c.parts(), " or ", "false", row);
      case Clause.Both c -> joined(c.parts(), " and ", "true", row);
      case Clause.Without c -> "not (" + of(c.part(), row) + ")";
    };
  }

  private String joined(List<Clause> parts, String by, String none, String row) {
    return parts.isEmpty()
        ? none
        : parts.stream().map(p -> of(p, row)).collect(Collectors.joining(by, "(", ")"));
  }

  /** Evaluated once a statement: its own sub-select. */
  private String edges(RefersTo clause) {
    return "(select search_edges($1, "
        + sql.texts(list(clause.anyOf(), "types", () -> types(clause)))
        + ", "
        + sql.texts(list(clause.anyOf(), "ids", () -> ids(clause)))
        + ", "
        + sql.numbers(clause.parameters())
        + "))";
  }

  private static List<String> types(RefersTo clause) {
    return clause.anyOf().stream().map(ResourceId::type).toList();
  }

  private static List<String> ids(RefersTo clause) {
    return clause.anyOf().stream().map(ResourceId::id).toList();
  }

  private String concepts(CarriesDescribed clause) {
    return "(select search_concepts($1, "
        + sql.numbers(clause.parameters())
        + ", "
        + sql.texts(clause.anyOf())
        + ", "
        + sql.texts(ends(clause.anyOf()))
        + "))";
  }

  String ids(Clause.IsOneOf clause) {
    return "(select search_ids($1, "
        + sql.texts(clause.types())
        + ", "
        + sql.texts(clause.ids())
        + "))::bigint[]";
  }

  private String hasText(HasText clause, String row) {
    return clause.anywhere()
        ? "search_has_text_within($1, "
            + row
            + ".rid, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ")"
        : "search_has_text($1, "
            + row
            + ".rid, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + sql.texts(ends(clause.anyOf()))
            + ")";
  }

  /** The rids of the rows that have such a text. */
  String textRows(HasText clause, int limit) {
    return clause.anywhere()
        ? "search_texts_within($1, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + limit
            + ")"
        : "search_texts($1, "
            + sql.numbers(clause.parameters())
            + ", "
            + sql.texts(clause.anyOf())
            + ", "
            + sql.texts(ends(clause.anyOf()))
            + ", "
            + limit
            + ")";
  }

  /** Behind all texts that start so, in the C collation. */
  private List<String> ends(List<String> starts) {
    return list(
        starts,
        "ends",
        () -> starts.stream().map(s -> s + Character.toString(Character.MAX_CODE_POINT)).toList());
  }

  private String inRange(InRange clause, String row) {
    List<Span> spans = clause.anyOf();
    if (spans.isEmpty()) {
      return "false";
    }
    String i = sql.name("i");
    String b = sql.name("b");
    return "exists (select from generate_series(1, cardinality("
        + row
        + ".ranges), 3) "
        + i
        + " join unnest("
        + bounds(spans)
        + ") "
        + b
        + " (param, low_from, low_to, high_from, high_to) on ("
        + row
        + ".ranges["
        + i
        + "] & -8) = "
        + b
        + ".param and "
        + row
        + ".ranges["
        + i
        + " + 1] between "
        + b
        + ".low_from and "
        + b
        + ".low_to and "
        + row
        + ".ranges["
        + i
        + " + 2] between "
        + b
        + ".high_from and "
        + b
        + ".high_to)";
  }

  /** Five arrays: parameters and the bounds of both ends. */
  private String bounds(List<Span> spans) {
    return column(spans, "parameter", Span::parameter)
        + ", "
        + column(spans, "low_from", s -> s.box().lowFrom())
        + ", "
        + column(spans, "low_to", s -> s.box().lowTo())
        + ", "
        + column(spans, "high_from", s -> s.box().highFrom())
        + ", "
        + column(spans, "high_to", s -> s.box().highTo());
  }

  private <T> String column(List<T> rows, String name, Function<T, Long> value) {
    return sql.numbers(list(rows, name, () -> rows.stream().map(value).toList()));
  }

  /** The rids of the rows that have such an interval, by the index on its low end. */
  String rangeRows(InRange clause) {
    return rangeRows(list(clause, "scans", () -> RangeScan.of(clause.anyOf())));
  }

  /**
   * The same for several bounds: those with an interval that meets all of them, and of those with
   * several intervals all that meet each of them somehow.
   */
  String rangeRows(Clause.InRanges clause, Rows rows) {
    List<Long> several = list(clause, "several", () -> List.of(clause.several()));
    String v = sql.name("v");
    return rangeRows(list(clause, "scans", () -> RangeScan.of(RangeScan.inAll(clause.parts()))))
        + " union all select "
        + v
        + ".rid from resource_index "
        + v
        + " where "
        + v
        + ".tokens @> "
        + sql.numbers(several)
        + " and "
        + kinds(rows, v + ".kind + 0")
        + " and "
        + of(clause, v);
  }

  private String rangeRows(List<Span> scans) {
    return "select r.rid from unnest("
        + bounds(scans)
        + ") b (param, low_from, low_to, high_from, high_to) join resource_range r on r.param ="
        + " b.param and r.low between b.low_from and b.low_to and r.high between b.high_from and"
        + " b.high_to";
  }

  /** The great-circle distance by the haversine formula, on a globe of 6,371 km. */
  private String around(Clause.Around clause, String row) {
    String i = sql.name("i");
    String j = sql.name("j");
    String parameters =
        sql.numbers(
            list(clause, "parameters", () -> List.of(clause.latitude(), clause.longitude())));
    String circle = "(" + sql.numbers(clause.circle()) + ")";
    String north = "radians(" + row + ".ranges[" + i + " + 1] / 1e6::float8)";
    String east = "radians(" + row + ".ranges[" + j + " + 1] / 1e6::float8)";
    String ofNorth = "radians(" + circle + "[1] / 1e6::float8)";
    String ofEast = "radians(" + circle + "[2] / 1e6::float8)";
    String each = "generate_series(1, cardinality(" + row + ".ranges), 3) ";
    return "exists (select from "
        + each
        + i
        + " cross join "
        + each
        + j
        + " where "
        + row
        + ".ranges["
        + i
        + "] = ("
        + parameters
        + ")[1] and "
        + row
        + ".ranges["
        + j
        + "] = ("
        + parameters
        + ")[2] and 2 * 6371000 * asin(least(1, sqrt(power(sin(("
        + north
        + " - "
        + ofNorth
        + ") / 2), 2) + cos("
        + north
        + ") * cos("
        + ofNorth
        + ") * power(sin(("
        + east
        + " - "
        + ofEast
        + ") / 2), 2)))) <= "
        + circle
        + "[3])";
  }

  private String updated(Clause.UpdatedIn clause, String row) {
    List<Box> boxes = clause.anyOf();
    if (boxes.isEmpty()) {
      return "false";
    }
    String from = column(boxes, "from", Box::lowFrom);
    String to = column(boxes, "to", Box::lowTo);
    if (boxes.size() == 1) {
      return row + ".updated between (" + from + ")[1] and (" + to + ")[1]";
    }
    String b = sql.name("b");
    return "exists (select from unnest("
        + from
        + ", "
        + to
        + ") "
        + b
        + " (low, high) where "
        + row
        + ".updated between "
        + b
        + ".low and "
        + b
        + ".high)";
  }

  private String linksTo(LinksTo clause, String row) {
    String target = sql.name("t");
    String link = sql.name("l");
    return "exists (select from unnest("
        + row
        + ".links) "
        + link
        + " (rid) join resource_index "
        + target
        + " on "
        + target
        + ".rid = "
        + link
        + ".rid where "
        + kinds(clause.rows(), target + ".kind")
        + " and "
        + edge(link + ".rid", clause.parameters(), row)
        + and(clause.rows().clauses(), target)
        + ")";
  }

  /**
   * Looked up for each row by the edge and all codes at once: left to itself, PostgreSQL would
   * gather all rows with the codes and compare each of them.
   */
  private String linkedFrom(LinkedFrom clause, String row) {
    String source = sql.name("s");
    String p = sql.name("p");
    StringBuilder edges = new StringBuilder(source);
    if (clause.parameters().size() == 1) {
      edges.append(".tokens @> array[hashint8extended(").append(row).append(".rid, (");
      edges.append(sql.numbers(clause.parameters())).append(")[1])");
      for (Clause other : clause.rows().clauses()) {
        if (other instanceof Carries carries && carries.anyOf().size() == 1) {
          edges.append(", (").append(sql.numbers(carries.anyOf())).append(")[1]");
        }
      }
      edges.append("]");
    } else {
      edges.append(".tokens && array(select hashint8extended(").append(row).append(".rid, ");
      edges.append(p).append(") from unnest(").append(sql.numbers(clause.parameters()));
      edges.append(") ").append(p).append(")");
    }
    return "exists (select from (select * from resource_index "
        + source
        + " where "
        + edges
        + " offset 0) "
        + source
        + " where "
        + kinds(clause.rows(), source + ".kind")
        + and(clause.rows().clauses(), source)
        + ")";
  }

  /** Whether the row refers to the target by one of the parameters. */
  String edge(String target, List<Long> parameters, String row) {
    if (parameters.size() == 1) {
      return "hashint8extended("
          + target
          + ", ("
          + sql.numbers(parameters)
          + ")[1]) = any ("
          + row
          + ".tokens)";
    }
    String p = sql.name("p");
    return "exists (select from unnest("
        + sql.numbers(parameters)
        + ") "
        + p
        + " where hashint8extended("
        + target
        + ", "
        + p
        + ") = any ("
        + row
        + ".tokens))";
  }

  /** Derived lists are made once, so that they are one argument. */
  @SuppressWarnings("unchecked") // each name is used with one type of element
  private <T> List<T> list(Object of, String what, Supplier<List<T>> make) {
    return (List<T>)
        derived
            .computeIfAbsent(of, o -> new HashMap<>())
            .computeIfAbsent(what, w -> new ArrayList<>(make.get()));
  }
}
