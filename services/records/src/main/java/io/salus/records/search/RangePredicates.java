package io.salus.records.search;

import io.salus.records.search.Clause.InRange;
import io.salus.records.search.Clause.Span;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Conditions on times, numbers and places: boxes that an interval of the row lies in. */
final class RangePredicates {
  private final Sql sql;

  RangePredicates(Sql sql) {
    this.sql = sql;
  }

  String inRange(InRange clause, String row) {
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

  String inRanges(Clause.InRanges clause, String row) {
    return clause.parts().stream()
        .map(part -> inRange(part, row))
        .collect(Collectors.joining(" and ", "(", ")"));
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
    return sql.numbers(sql.derived(rows, name, () -> rows.stream().map(value).toList()));
  }

  /** The rids of the rows that have such an interval, by the index on its low end. */
  String rangeRows(InRange clause) {
    return rangeRows(sql.derived(clause, "scans", () -> RangeScan.of(clause.anyOf())));
  }

  /**
   * The same for several bounds: those with an interval that meets all of them, and of those with
   * several intervals all that meet each of them somehow.
   */
  String rangeRows(Clause.InRanges clause, Clause.Rows rows) {
    List<Long> several = sql.derived(clause, "several", () -> List.of(clause.several()));
    String v = sql.name("v");
    return rangeRows(
            sql.derived(clause, "scans", () -> RangeScan.of(RangeScan.inAll(clause.parts()))))
        + " union all select "
        + v
        + ".rid from resource_index "
        + v
        + " where "
        + v
        + ".tokens @> "
        + sql.numbers(several)
        + " and "
        + sql.in(v + ".kind + 0", rows.kinds())
        + " and "
        + inRanges(clause, v);
  }

  private String rangeRows(List<Span> scans) {
    return "select r.rid from unnest("
        + bounds(scans)
        + ") b (param, low_from, low_to, high_from, high_to) join resource_range r on r.param ="
        + " b.param and r.low between b.low_from and b.low_to and r.high between b.high_from and"
        + " b.high_to";
  }

  /** The great-circle distance by the haversine formula, on a globe of 6,371 km. */
  String around(Clause.Around clause, String row) {
    String i = sql.name("i");
    String j = sql.name("j");
    String parameters =
        sql.numbers(
            sql.derived(
                clause, "parameters", () -> List.of(clause.latitude(), clause.longitude())));
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

  String updated(Clause.UpdatedIn clause, String row) {
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
}
