package io.salus.records.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Turns a SearchParameter into one parameter for each resource type, with only the paths of that
 * type. A parameter that cannot be indexed in full (phonetic, or values that its kind does not
 * cover) is left out, so that a search for it is refused and never answered by halves.
 */
final class SearchParameterCompiler {
  private static final Set<String> KINDS =
      Set.of("token", "string", "date", "reference", "number", "quantity", "uri", "special");
  private static final Set<String> USAGES = Set.of("normal", "nearby");

  private final ExpressionTypes expressionTypes;
  private final Set<String> resourceTypes = new TreeSet<>();
  private final Set<String> domainResourceTypes = new TreeSet<>();

  SearchParameterCompiler(Map<String, TypeDefinition> types) {
    this.expressionTypes = new ExpressionTypes(types);
    for (TypeDefinition type : types.values()) {
      if (type.kind() == TypeKind.RESOURCE) {
        resourceTypes.add(type.name());
        type.element("contained").ifPresent(contained -> domainResourceTypes.add(type.name()));
      }
    }
  }

  /** Nothing for a composite one: it needs the others first. */
  List<SearchParameter> compile(JsonNode definition) {
    String kind = definition.path("type").asText();
    boolean exact = USAGES.contains(definition.path("xpathUsage").asText());
    if (!KINDS.contains(kind) || !exact || !definition.has("expression")) {
      return List.of();
    }
    List<SearchParameter> parameters = new ArrayList<>();
    for (String type : bases(definition)) {
      SearchKind searchKind = SearchKind.valueOf(kind.toUpperCase(Locale.ROOT));
      List<SearchPath> paths = paths(definition.path("expression").asText(), type, searchKind);
      if (!paths.isEmpty()) {
        parameters.add(
            new SearchParameter(
                type,
                definition.path("code").asText(),
                searchKind,
                targets(definition, paths),
                paths,
                null));
      }
    }
    return parameters;
  }

  /** The resource types that the parameter is for; abstract ones stand for all of theirs. */
  Set<String> bases(JsonNode definition) {
    Set<String> bases = new TreeSet<>();
    definition.path("base").forEach(base -> bases.addAll(concrete(base.asText())));
    return bases;
  }

  /** The paths of a type whose values the kind of parameter covers. */
  List<SearchPath> paths(String expression, String type, SearchKind kind) {
    List<SearchPath> paths = new ArrayList<>();
    for (String branch : ExpressionTypes.branches(expression)) {
      ExpressionTypes.rooted(branch, type)
          .map(expressionTypes::path)
          .map(path -> indexable(path, kind))
          .filter(path -> !path.types().isEmpty())
          .ifPresent(paths::add);
    }
    return paths;
  }

  /** How many parts of an expression start at a type. */
  int countOf(String expression, String type) {
    return (int)
        ExpressionTypes.branches(expression).stream()
            .filter(branch -> ExpressionTypes.rooted(branch, type).isPresent())
            .count();
  }

  private List<String> targets(JsonNode definition, List<SearchPath> paths) {
    Set<String> targets = new TreeSet<>();
    if (paths.stream().allMatch(path -> path.target() != null)) {
      paths.forEach(path -> targets.add(String.valueOf(path.target())));
      return List.copyOf(targets);
    }
    definition.path("target").forEach(target -> targets.addAll(concrete(target.asText())));
    return List.copyOf(targets);
  }

  /** Those of an abstract type; none of a name that is no type. */
  Set<String> concrete(String type) {
    return switch (type) {
      case "Resource" -> resourceTypes;
      case "DomainResource" -> domainResourceTypes;
      default -> resourceTypes.contains(type) ? Set.of(type) : Set.of();
    };
  }

  /** Other types of a choice have no value of this kind: an occurrence in words is no date. */
  private static SearchPath indexable(SearchPath path, SearchKind kind) {
    return new SearchPath(
        path.expression(),
        IndexableTypes.covered(kind, path.types()),
        path.target(),
        path.valueSet());
  }
}
