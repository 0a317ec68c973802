package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.ElementDefinition;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.definition.SearchPath;
import io.salus.records.definition.TypeDefinition;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.fhirpath.Item;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One path of a search parameter, compiled.
 *
 * @param properties of the resource, one of which must be there for the path to find anything;
 *     empty when that is not known
 */
record PathExtractor(
    Expression expression, List<String> types, ValueExtractor values, List<String> properties) {
  private static final Pattern START = Pattern.compile("\\(?([A-Z]\\w*)\\.(\\w+)\\b(?!\\()");

  static PathExtractor of(String param, SearchKind kind, SearchPath path) {
    return new PathExtractor(
        FhirPath.compile(path.expression()),
        path.types(),
        values(param, kind, path),
        path.types().equals(List.of("boolean")) ? List.of() : properties(path.expression()));
  }

  /** Most elements of a type are absent from most resources: a look at their names is enough. */
  boolean mayBeIn(JsonNode resource) {
    if (properties.isEmpty()) {
      return true;
    }
    for (String property : properties) {
      if (resource.has(property)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether there is a value.
   *
   * @param focus where the expression starts
   */
  boolean extract(Item resource, Item focus, EntryCollector collector) {
    boolean present = false;
    for (Item item : items(resource, focus)) {
      String type = item.type();
      if (item.hasValue() && (type == null || types.contains(type))) {
        present |= values.extract(item.node(), collector);
      }
    }
    return present;
  }

  /** Only a resource of wrong structure can make the evaluation fail. */
  private List<Item> items(Item resource, Item focus) {
    try {
      return expression.evaluate(resource, focus, 0);
    } catch (FhirPathException e) {
      return List.of();
    }
  }

  /** Of the resource, that the expression starts with; empty when that is not known. */
  static List<String> properties(String expression) {
    Matcher start = START.matcher(expression);
    if (!start.lookingAt()) {
      return List.of();
    }
    return R4.type(start.group(1))
        .flatMap((TypeDefinition type) -> type.element(start.group(2)))
        .map(PathExtractor::names)
        .orElse(List.of());
  }

  private static List<String> names(ElementDefinition element) {
    return element.types().stream().map(element::jsonName).distinct().toList();
  }

  private static ValueExtractor values(String param, SearchKind kind, SearchPath path) {
    return switch (kind) {
      case TOKEN ->
          new TokenValues(
              param,
              path.types().equals(List.of("ContactPoint")),
              path.valueSet() == null ? null : R4.codes(path.valueSet()).orElse(null));
      case STRING -> new StringValues(param);
      case DATE -> new DateValues(param);
      case REFERENCE -> new ReferenceValues(param, path.target());
      case NUMBER -> new NumberValues(param);
      case QUANTITY -> new QuantityValues(param);
      case URI -> new UriValues(param, !path.types().contains("canonical"));
      case SPECIAL -> new PositionValues(param);
      case COMPOSITE -> throw new IllegalArgumentException("a composite parameter has no path");
    };
  }
}
