package io.salus.records.definition;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what composite parameters consist of. Where the element comes only once, the parts are
 * searched by parameters of their own; only elements that repeat need entries of pairs.
 */
final class CompositeCompiler {
  private static final Pattern CAST = Pattern.compile("\\(([\\w.]+) as (\\w+)\\)");

  private final Map<String, TypeDefinition> types;
  private final SearchParameterCompiler compiler;
  private final Map<String, JsonNode> byUrl = new HashMap<>();
  private final Map<String, List<SearchParameter>> simple = new HashMap<>();

  CompositeCompiler(
      Map<String, TypeDefinition> types,
      SearchParameterCompiler compiler,
      List<JsonNode> definitions,
      List<SearchParameter> parameters) {
    this.types = types;
    this.compiler = compiler;
    definitions.forEach(definition -> byUrl.put(definition.path("url").asText(), definition));
    for (SearchParameter parameter : parameters) {
      simple.computeIfAbsent(parameter.type(), type -> new ArrayList<>()).add(parameter);
    }
  }

  /** Parameters of the composite definitions, with shared elements under one name. */
  List<SearchParameter> compile() {
    List<SearchParameter> composites = new ArrayList<>();
    for (JsonNode definition : byUrl.values().stream().sorted(this::byCode).toList()) {
      if (definition.path("type").asText().equals("composite")) {
        for (String type : compiler.bases(definition)) {
          composite(definition, type)
              .map(
                  composite ->
                      new SearchParameter(
                          type,
                          definition.path("code").asText(),
                          SearchKind.COMPOSITE,
                          List.of(),
                          List.of(),
                          composite))
              .ifPresent(composites::add);
        }
      }
    }
    return composites.stream().map(composite -> shared(composite, composites)).toList();
  }

  private int byCode(JsonNode left, JsonNode right) {
    return left.path("code").asText().compareTo(right.path("code").asText());
  }

  private Optional<Composite> composite(JsonNode definition, String type) {
    List<SearchKind> kinds = new ArrayList<>();
    for (int i = 0; i < definition.path("component").size(); i++) {
      SearchKind kind = kind(definition, i, type);
      if (kind == null) {
        return Optional.empty();
      }
      kinds.add(kind);
    }
    List<List<String>> together = new ArrayList<>();
    List<Composite.Pairs> pairs = new ArrayList<>();
    for (String branch : ExpressionTypes.branches(definition.path("expression").asText())) {
      if (!branch.equals(type) && !branch.startsWith(type + ".")) {
        continue;
      }
      if (repeats(branch)) {
        pairs.add(
            new Composite.Pairs(
                definition.path("code").asText(), branch, parts(definition, branch, type, kinds)));
      } else {
        together.add(params(definition, branch, type, kinds));
      }
    }
    return Optional.of(new Composite(kinds, together, pairs));
  }

  /**
   * As the part's own definition says. That of the relationship of a DocumentReference names the
   * definitions of its two parts crosswise: where a kind covers no value, the other one is meant.
   */
  private @Nullable SearchKind kind(JsonNode definition, int component, String type) {
    JsonNode part =
        byUrl.get(definition.path("component").path(component).path("definition").asText());
    if (part == null) {
      return null;
    }
    String root = ExpressionTypes.branches(definition.path("expression").asText()).getFirst();
    SearchKind named = SearchKind.valueOf(part.path("type").asText().toUpperCase(Locale.ROOT));
    boolean covered =
        !root.startsWith(type)
            || branches(definition, component).stream()
                .anyMatch(b -> !compiler.paths(absolute(b, root, type), type, named).isEmpty());
    return covered ? named : named == SearchKind.TOKEN ? SearchKind.REFERENCE : SearchKind.TOKEN;
  }

  private boolean repeats(String path) {
    String[] steps = path.split("\\.");
    String at = steps[0];
    for (int i = 1; i < steps.length; i++) {
      ElementDefinition element =
          Objects.requireNonNull(types.get(at)).element(steps[i]).orElseThrow();
      if (element.list()) {
        return true;
      }
      at = element.types().getFirst();
    }
    return false;
  }

  /** Seen from the element. */
  private List<List<SearchPath>> parts(
      JsonNode definition, String root, String type, List<SearchKind> kinds) {
    List<List<SearchPath>> parts = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      List<SearchPath> paths = new ArrayList<>();
      for (String branch : branches(definition, i)) {
        for (SearchPath path : compiler.paths(absolute(branch, root, type), type, kinds.get(i))) {
          paths.add(new SearchPath(branch, path.types(), path.target(), path.valueSet()));
        }
      }
      if (paths.isEmpty()) {
        throw new IllegalStateException("a part of " + definition.path("url") + " is not covered");
      }
      parts.add(paths);
    }
    return parts;
  }

  /** The parameters that search the parts. */
  private List<String> params(
      JsonNode definition, String root, String type, List<SearchKind> kinds) {
    List<String> params = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      SearchKind kind = kinds.get(i);
      List<String> wanted =
          branches(definition, i).stream()
              .map(branch -> plain(absolute(branch, root, type)))
              .toList();
      String own =
          Objects.requireNonNull(
                  byUrl.get(definition.path("component").path(i).path("definition").asText()))
              .path("code")
              .asText();
      String code = searching(type, kind, wanted, true, null);
      code = code == null ? searching(type, kind, wanted, false, own) : code;
      if (code == null) {
        throw new IllegalStateException("no parameter for a part of " + definition.path("url"));
      }
      params.add(code);
    }
    return params;
  }

  private @Nullable String searching(
      String type, SearchKind kind, List<String> wanted, boolean exactly, @Nullable String code) {
    for (SearchParameter parameter : simple.getOrDefault(type, List.of())) {
      List<String> paths =
          parameter.paths().stream().map(path -> plain(path.expression())).toList();
      if (parameter.kind() == kind
          && (code == null || code.equals(parameter.code()))
          && paths.stream().anyMatch(wanted::contains)
          && (!exactly || wanted.containsAll(paths))) {
        return parameter.code();
      }
    }
    return null;
  }

  private static List<String> branches(JsonNode definition, int component) {
    // The definition of code-value-date writes DateTime.
    String expression =
        definition
            .path("component")
            .path(component)
            .path("expression")
            .asText()
            .replace("(DateTime)", "(dateTime)");
    return ExpressionTypes.branches(expression);
  }

  private static String absolute(String branch, String root, String type) {
    return branch.startsWith("%resource.")
        ? type + branch.substring("%resource".length())
        : root + "." + branch;
  }

  private static String plain(String expression) {
    return CAST.matcher(expression).replaceAll("$1.as($2)");
  }

  /** The same elements in two parameters are indexed under the one that has only them. */
  private static SearchParameter shared(
      SearchParameter parameter, List<SearchParameter> composites) {
    Composite own = Objects.requireNonNull(parameter.composite());
    List<Composite.Pairs> pairs =
        own.pairs().stream()
            .map(
                element ->
                    composites.stream()
                        .filter(other -> other.type().equals(parameter.type()))
                        .map(SearchParameter::composite)
                        .filter(Objects::nonNull)
                        .filter(other -> other.together().isEmpty())
                        .flatMap(other -> other.pairs().stream())
                        .filter(other -> other.root().equals(element.root()))
                        .filter(other -> other.parts().equals(element.parts()))
                        .findFirst()
                        .orElse(element))
            .toList();
    return new SearchParameter(
        parameter.type(),
        parameter.code(),
        parameter.kind(),
        parameter.targets(),
        parameter.paths(),
        new Composite(own.parts(), own.together(), pairs));
  }
}
