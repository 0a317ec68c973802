package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Checks structure, cardinality, primitive formats and required codes of a resource in FHIR JSON.
 * Takes any JSON whatever, and never throws.
 */
public final class Validator {
  private Validator() {}

  /** All issues in document order, at most a hundred; empty when the resource is valid. */
  public static List<Issue> validate(JsonNode resource) {
    return validate(resource, resource.path("resourceType").asText("Resource"));
  }

  /**
   * As {@link #validate(JsonNode)} for a resource inside another one.
   *
   * @param at its place, for example {@code Bundle.entry[3].resource}; expressions start with it
   */
  public static List<Issue> validate(JsonNode resource, String at) {
    Issues issues = new Issues(new Place(PlainNames.isPlain(at) ? at : "Resource"));
    new StructureCheck(issues).resource(resource);
    return issues.list();
  }
}
