package io.salus.records.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.records.definition.R4;
import java.util.List;

/**
 * Checks structure, cardinality, primitive formats and required codes of a resource in FHIR JSON.
 * Takes any JSON whatever, and never throws.
 */
public final class Validator {
  private Validator() {}

  /** All issues in document order, at most a hundred; empty when the resource is valid. */
  public static List<Issue> validate(JsonNode resource) {
    String type = resource.path("resourceType").asText();
    return validate(resource, R4.isResourceType(type) ? type : "Resource");
  }

  /**
   * As {@link #validate(JsonNode)} for a resource inside another one.
   *
   * @param at its place, for example {@code Bundle.entry[3].resource}; expressions start with it
   */
  public static List<Issue> validate(JsonNode resource, String at) {
    Issues issues = new Issues(new Place(at));
    new StructureCheck(issues).resource(resource);
    return issues.list();
  }
}
