package io.salus.records.definition;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the build compiles from the standard.
 *
 * @param compartments search parameters, by compartment and resource type, that put a resource into
 *     the compartment of what they refer to
 */
record Definitions(
    Map<String, TypeDefinition> types,
    Map<String, CodeSet> codeSets,
    List<SearchParameter> searchParameters,
    Map<String, Map<String, List<String>>> compartments) {

  static Definitions linked(
      List<TypeDefinition> types,
      List<CodeSet> codeSets,
      List<SearchParameter> searchParameters,
      Map<String, Map<String, List<String>>> compartments) {
    Map<String, TypeDefinition> byName = new LinkedHashMap<>();
    types.forEach(type -> byName.put(type.name(), type));
    Map<String, CodeSet> byUrl = new LinkedHashMap<>();
    codeSets.forEach(codes -> byUrl.put(codes.url(), codes));
    types.forEach(type -> type.link(byName, byUrl));
    return new Definitions(byName, byUrl, List.copyOf(searchParameters), Map.copyOf(compartments));
  }
}
