package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.SearchParameter;
import io.salus.records.definition.SearchPath;
import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.records.fhirpath.Item;
import java.util.List;

/** One search parameter of one resource type, compiled. */
record ParamExtractor(List<Path> paths) {

  private record Path(Expression expression, List<String> types, ValueExtractor values) {
    void extract(JsonNode resource, EntryCollector collector) {
      for (Item item : items(resource)) {
        if (item.type() == null || types.contains(item.type())) {
          values.extract(item.node(), collector);
        }
      }
    }

    /** Only a resource of wrong structure can make the evaluation fail. */
    private List<Item> items(JsonNode resource) {
      try {
        return expression.evaluate(resource);
      } catch (FhirPathException e) {
        return List.of();
      }
    }
  }

  static ParamExtractor of(SearchParameter parameter) {
    return new ParamExtractor(
        parameter.paths().stream()
            .map(
                path ->
                    new Path(
                        FhirPath.compile(path.expression()), path.types(), values(parameter, path)))
            .toList());
  }

  void extract(JsonNode resource, EntryCollector collector) {
    for (Path path : paths) {
      path.extract(resource, collector);
    }
  }

  private static ValueExtractor values(SearchParameter parameter, SearchPath path) {
    String code = parameter.code();
    return switch (parameter.kind()) {
      case TOKEN -> new TokenValues(code, path.types().contains("ContactPoint"));
      case STRING -> new StringValues(code);
      case DATE -> new DateValues(code);
      case REFERENCE -> new ReferenceValues(code, path.target());
      case NUMBER -> new NumberValues(code);
      case QUANTITY -> new QuantityValues(code);
      case URI -> new UriValues(code);
    };
  }
}
