package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.fhirpath.Item;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** From the JSON of a ViewDefinition to a {@link View}; every mistake is named with its place. */
final class ViewCompiler {
  /**
   * Of columns and constants, so that every database takes them (SQL on FHIR v2.1,
   * ViewDefinition.name).
   */
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

  private final JsonNode definition;
  private final Map<String, Item> constants = new HashMap<>();

  ViewCompiler(JsonNode definition) {
    this.definition = definition;
  }

  View compile() {
    var resource = definition.path("resource");
    if (!resource.isTextual() || resource.textValue().isBlank()) {
      throw new ViewException("resource", "is missing");
    }
    list(definition, "constant", "").forEach(this::constant);
    var where = new ArrayList<Expression>();
    int i = 0;
    for (var condition : list(definition, "where", "")) {
      where.add(path(condition.path("path"), "where[" + i++ + "].path"));
    }
    var selects = selections(definition, "select", "");
    if (selects.isEmpty()) {
      throw new ViewException("select", "is missing");
    }
    var root = new Selection(new Foci.Same(), List.of(), selects, List.of());
    var names = new HashSet<String>();
    for (var column : root.columns()) {
      if (!names.add(column.name())) {
        throw new ViewException("select", "two columns are called " + column.name());
      }
    }
    return new View(resource.textValue(), List.copyOf(where), root);
  }

  private void constant(JsonNode constant) {
    var name = name(constant, "constant");
    for (var field : constant.properties()) {
      if (field.getKey().startsWith("value") && field.getValue().isValueNode()) {
        var wrapped = Item.of(constant);
        constants.put(name, FhirPath.compile("value").evaluate(wrapped).getFirst());
      }
    }
    if (!constants.containsKey(name)) {
      throw new ViewException("constant " + name, "has no value");
    }
  }

  private List<Selection> selections(JsonNode parent, String field, String place) {
    var result = new ArrayList<Selection>();
    for (var select : list(parent, field, place)) {
      result.add(selection(select, place + field + "[" + result.size() + "]."));
    }
    return List.copyOf(result);
  }

  private Selection selection(JsonNode select, String place) {
    var columns = new ArrayList<Column>();
    for (var column : list(select, "column", place)) {
      var at = place + "column[" + columns.size() + "]";
      var type = column.path("type").isTextual() ? column.path("type").textValue() : null;
      var name = name(column, at);
      columns.add(
          new Column(
              name,
              columnPath(column, name, at),
              type,
              column.path("collection").asBoolean(false)));
    }
    var union = selections(select, "unionAll", place);
    for (var branch : union) {
      if (!names(branch).equals(names(union.getFirst()))) {
        throw new ViewException(place + "unionAll", "its branches have different columns");
      }
    }
    return new Selection(
        foci(select, place), List.copyOf(columns), selections(select, "select", place), union);
  }

  private Expression columnPath(JsonNode column, String name, String at) {
    try {
      return path(column.path("path"), at + ".path");
    } catch (ViewException e) {
      throw new ViewException(e.place(), "column " + name + ": " + e.detail());
    }
  }

  private Foci foci(JsonNode select, String place) {
    var given = new ArrayList<Foci>();
    for (var field : List.of("forEach", "forEachOrNull")) {
      if (select.has(field)) {
        given.add(
            new Foci.Each(path(select.get(field), place + field), field.equals("forEachOrNull")));
      }
    }
    if (select.has("repeat")) {
      var paths = new ArrayList<Expression>();
      list(select, "repeat", place).forEach(repeat -> paths.add(path(repeat, place + "repeat")));
      given.add(new Foci.Repeat(List.copyOf(paths)));
    }
    if (given.size() > 1) {
      throw new ViewException(place, "only one of forEach, forEachOrNull and repeat is possible");
    }
    return given.isEmpty() ? new Foci.Same() : given.getFirst();
  }

  private static List<String> names(Selection selection) {
    return selection.columns().stream().map(Column::name).toList();
  }

  private static String name(JsonNode holder, String place) {
    var name = holder.path("name");
    if (!name.isTextual() || !NAME.matcher(name.textValue()).matches()) {
      throw new ViewException(place + ".name", "is missing, or not letters, digits and _");
    }
    return name.textValue();
  }

  private Expression path(JsonNode path, String place) {
    if (!path.isTextual()) {
      throw new ViewException(place, "is no FHIRPath text");
    }
    try {
      return FhirPath.compile(path.textValue(), constants);
    } catch (FhirPathException e) {
      throw new ViewException(place, e.getMessage() == null ? "wrong path" : e.getMessage());
    }
  }

  private static Iterable<JsonNode> list(JsonNode parent, String field, String place) {
    var list = parent.path(field);
    if (!list.isMissingNode() && !list.isArray()) {
      throw new ViewException(place + field, "is no list");
    }
    return list;
  }
}
