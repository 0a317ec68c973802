package io.salus.records.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import io.salus.records.definition.SearchKind;
import io.salus.records.definition.SearchParameter;
import io.salus.records.fhirpath.FhirPath;
import io.salus.records.fhirpath.FhirPathException;
import io.salus.service.errors.AppException.Unprocessable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Makes search parameters of SearchParameter resources. */
public final class OwnParameterCompiler {
  private static final int LONGEST_EXPRESSION = 2000;
  private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Set<String> KINDS =
      Set.of("token", "string", "date", "reference", "number", "quantity", "uri");

  private OwnParameterCompiler() {}

  /** Whether searches are meant to use it: drafts and retired ones are kept only. */
  public static boolean isActive(JsonNode resource) {
    return resource.path("status").asText().equals("active");
  }

  /**
   * One parameter for each resource type that has no parameter of this code in the standard; that
   * one stays as it is. Throws {@link Unprocessable} with the element that cannot be used.
   *
   * @param place of the resource, for errors
   */
  public static List<SearchParameter> compile(JsonNode resource, String place) {
    String code = resource.path("code").asText();
    if (!CODE.matcher(code).matches()) {
      throw new Unprocessable(
          "The code of a search parameter is a letter, then letters, digits, - and _.",
          place + ".code");
    }
    String type = resource.path("type").asText();
    if (!KINDS.contains(type)) {
      throw new Unprocessable(
          "Own search parameters are of the types number, date, string, token, reference, quantity"
              + " and uri.",
          place + ".type");
    }
    SearchKind kind = SearchKind.valueOf(type.toUpperCase(Locale.ROOT));
    String expression = expression(resource, place);
    List<SearchParameter> parameters = new ArrayList<>();
    for (String base : types(resource.path("base"), place + ".base")) {
      if (SearchParams.find(base, code).isEmpty()) {
        parameters.add(
            new SearchParameter(
                base,
                code,
                kind,
                kind == SearchKind.REFERENCE ? targets(resource, place) : List.of(),
                R4.searchPaths(expression, base, kind),
                null));
      }
    }
    return parameters;
  }

  private static String expression(JsonNode resource, String place) {
    String expression = resource.path("expression").asText();
    if (expression.isBlank() || expression.length() > LONGEST_EXPRESSION) {
      throw new Unprocessable(
          "An active search parameter needs an expression of at most 2,000 characters.",
          place + ".expression");
    }
    try {
      FhirPath.compile(expression);
      return expression;
    } catch (FhirPathException e) {
      throw new Unprocessable(
          "The expression is no FHIRPath that is supported: " + e.getMessage(),
          place + ".expression");
    }
  }

  private static List<String> targets(JsonNode resource, String place) {
    JsonNode targets = resource.path("target");
    return targets.isEmpty()
        ? List.copyOf(new TreeSet<>(R4.resourceTypes()))
        : List.copyOf(types(targets, place + ".target"));
  }

  private static Set<String> types(JsonNode names, String place) {
    Set<String> types = new TreeSet<>();
    for (JsonNode name : names) {
      Set<String> concrete = R4.concreteTypes(name.asText());
      if (concrete.isEmpty()) {
        throw new Unprocessable("There is no such resource type.", place);
      }
      types.addAll(concrete);
    }
    if (types.isEmpty()) {
      throw new Unprocessable("A search parameter needs a resource type.", place);
    }
    return types;
  }
}
