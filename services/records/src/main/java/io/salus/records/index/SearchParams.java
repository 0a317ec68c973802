package io.salus.records.index;

import io.salus.records.definition.R4;
import io.salus.records.definition.SearchParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The search parameters of R4 that {@link Indexer} extracts: all but phonetic and text ones. */
public final class SearchParams {
  private static final Map<String, Map<String, SearchParam>> BY_TYPE =
      R4.resourceTypes().stream()
          .collect(Collectors.toUnmodifiableMap(type -> type, SearchParams::ofType));

  private SearchParams() {}

  /** The parameter, those of all resources (such as {@code _id}) included. */
  public static Optional<SearchParam> find(String type, String code) {
    return Optional.ofNullable(BY_TYPE.getOrDefault(type, Map.of()).get(code));
  }

  /** All parameters of a resource type in alphabetical order. */
  public static List<SearchParam> of(String type) {
    return List.copyOf(BY_TYPE.getOrDefault(type, Map.of()).values());
  }

  private static Map<String, SearchParam> ofType(String type) {
    Map<String, SearchParam> params = new LinkedHashMap<>();
    for (SearchParameter parameter : R4.searchParameters(type)) {
      params.put(parameter.code(), param(parameter));
    }
    return params;
  }

  static SearchParam param(SearchParameter parameter) {
    return new SearchParam(
        parameter.type(),
        parameter.code(),
        parameter.kind(),
        Set.copyOf(parameter.targets()),
        parameter.composite());
  }
}
