package io.salus.records.feature;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.index.Ucum;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** From the JSON of a feature, a condition or a rule to what it looks at. */
final class MeasureCompiler {
  private final NamedViews views;

  MeasureCompiler(NamedViews views) {
    this.views = views;
  }

  Measure measure(Fields fields) {
    var aggregate = code(Aggregate.values(), Aggregate::code, fields, "aggregate");
    var type = code(ValueType.values(), ValueType::code, fields, "type");
    if (!aggregate.gives(type)) {
      throw new InvalidInput(
          aggregate.code() + " does not give a " + type.code() + ".", fields.at("type"));
    }
    var rows = rows(fields);
    if (rows.from().timeless() && (aggregate.needsTime() || rows.within() != null)) {
      throw new InvalidInput("The view has no column time.", fields.at("from"));
    }
    int column =
        aggregate.needsColumn()
            ? NamedViews.column(rows.from(), fields.text("column"), fields.at("column"))
            : -1;
    return new Measure(rows, aggregate, column, type, scale(rows.from(), fields, aggregate, type));
  }

  /** Rows of a view with time. */
  Rows timed(Fields fields) {
    var rows = rows(fields);
    if (rows.from().timeless()) {
      throw new InvalidInput("The view has no column time.", fields.at("from"));
    }
    return rows;
  }

  private Rows rows(Fields fields) {
    var view = views.named(fields, "from");
    boolean active = fields.truth("active");
    if (active && !view.hasEnd()) {
      throw new InvalidInput("The view has no column end.", fields.at("active"));
    }
    var filter = new RowFilter(condition(view, fields, "where"), condition(view, fields, "unless"));
    return new Rows(view, filter, fields.period("within"), active);
  }

  private static Scale scale(EventView view, Fields fields, Aggregate aggregate, ValueType type) {
    var unit = fields.optionalText("unit").orElse("");
    var units = fields.optionalText("units");
    if (units.isPresent() && !aggregate.isOfAmounts(type)) {
      throw new InvalidInput(
          "A " + type.code() + " by " + aggregate.code() + " has no units.", fields.at("units"));
    }
    int slash = unit.lastIndexOf('/');
    double days =
        switch (aggregate) {
          case SLOPE -> unit.isEmpty() ? 1 : days(unit.substring(slash + 1), slash >= 0, fields);
          case TIME_SINCE, AGE -> days(unit.isEmpty() ? "a" : unit, true, fields);
          case LAST, FIRST, MEAN, MIN, MAX, COUNT, COUNT_DISTINCT, EXISTS -> 1;
        };
    if (units.isEmpty()) {
      return new Scale(-1, "", days);
    }
    var wanted = aggregate == Aggregate.SLOPE ? unit.substring(0, Math.max(0, slash)) : unit;
    if (!Ucum.isUnit(wanted)) {
      throw new InvalidInput("A unit of UCUM is needed to convert to.", fields.at("unit"));
    }
    return new Scale(NamedViews.column(view, units.get(), fields.at("units")), wanted, days);
  }

  private static double days(String unit, boolean possible, Fields fields) {
    return Scale.days(unit)
        .filter(days -> possible)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "A unit of time is needed (d, wk, mo, a), behind a stroke for a slope (kg/d).",
                    fields.at("unit")));
  }

  private static Map<Integer, Set<String>> condition(EventView view, Fields fields, String name) {
    var result = new LinkedHashMap<Integer, Set<String>>();
    fields
        .object(name)
        .ifPresent(
            object -> {
              for (var entry : object.entries()) {
                var at = object.at(entry.getKey());
                result.put(
                    NamedViews.column(view, entry.getKey(), at), values(entry.getValue(), at));
              }
            });
    return Map.copyOf(result);
  }

  private static Set<String> values(JsonNode value, String at) {
    var values = new HashSet<String>();
    for (var one : value.isArray() ? value : List.of(value)) {
      if (!one.isValueNode() || one.isNull()) {
        throw new InvalidInput("A value or a list of values is needed here.", at);
      }
      values.add(one.asText());
    }
    return Set.copyOf(values);
  }

  private static <T> T code(T[] values, Function<T, String> code, Fields fields, String field) {
    var text = fields.text(field);
    for (var value : values) {
      if (code.apply(value).equals(text)) {
        return value;
      }
    }
    throw new InvalidInput("This is none of the possible codes.", fields.at(field));
  }
}
