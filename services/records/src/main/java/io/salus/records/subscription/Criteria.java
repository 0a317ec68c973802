package io.salus.records.subscription;

import io.salus.records.definition.R4;
import io.salus.records.index.IndexEntries;
import io.salus.records.index.SearchParam;
import io.salus.records.index.TenantParams;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A search of one type that is evaluated on one resource at a time, by what the resource is indexed
 * by: the database is not asked again for each change and each subscription.
 *
 * @param all conditions that must hold together
 */
record Criteria(String type, List<Criterion> all) {
  private static final int LONGEST = 4096;
  private static final int MOST_CONDITIONS = 20;

  /** They shape a page of results, and here is none. */
  private static final Set<String> OF_RESULTS =
      Set.of(
          "_sort",
          "_count",
          "_include",
          "_revinclude",
          "_summary",
          "_total",
          "_elements",
          "_contained",
          "_containedType",
          "_format",
          "_pretty",
          "_page");

  Criteria {
    all = List.copyOf(all);
  }

  /**
   * Understands {@code Type?parameter=value&…}, for somebody who may search the type and read it.
   *
   * @param place of the text, for errors
   */
  static Criteria parse(Caller caller, String text, String place) {
    if (text.length() > LONGEST) {
      throw new InvalidInput("Criteria have at most 4,096 characters.", place);
    }
    int question = text.indexOf('?');
    String type = question < 0 ? text : text.substring(0, question);
    if (!R4.isResourceType(type)) {
      throw new InvalidInput(
          "Criteria are a search of one type, such as Observation?code=http://loinc.org|8867-4.",
          place);
    }
    caller.requireFhir(type, 's');
    caller.requireFhir(type, 'r');
    List<Criterion> all = new ArrayList<>();
    for (String pair : (question < 0 ? "" : text.substring(question + 1)).split("&")) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals), place);
        String value = decode(equals < 0 ? "" : pair.substring(equals + 1), place);
        all.add(criterion(caller, type, name, value, place));
      }
    }
    if (all.size() > MOST_CONDITIONS) {
      throw new InvalidInput("Criteria have at most " + MOST_CONDITIONS + " conditions.", place);
    }
    return new Criteria(type, all);
  }

  /** Whether a resource of the type, indexed, is meant. */
  boolean matches(IndexEntries entries) {
    return all.stream().allMatch(criterion -> criterion.matches(entries));
  }

  /**
   * Whether somebody may be told of a resource: by scope, and by compartment when the rights are a
   * patient's.
   */
  static boolean mayKnow(Caller rights, String type, IndexEntries entries) {
    String patient = rights.patient();
    return rights.hasFhir(type, 'r') && (patient == null || entries.patients().contains(patient));
  }

  private static Criterion criterion(
      Caller caller, String type, String name, String value, String place) {
    int colon = name.indexOf(':');
    String code = colon < 0 ? name : name.substring(0, colon);
    String modifier = colon < 0 ? "" : name.substring(colon + 1);
    if (code.indexOf('.') >= 0 || modifier.indexOf('.') >= 0 || code.equals("_has")) {
      throw new InvalidInput(
          "Criteria look at one resource at a time: chains and _has are not possible.", place);
    }
    if (OF_RESULTS.contains(code)) {
      throw new InvalidInput("Criteria name conditions only, nothing about results.", place);
    }
    SearchParam parameter =
        TenantParams.of(caller.tenant())
            .find(type, code)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        "Criteria name a search parameter that the type does not have.", place));
    return CriterionParser.parse(parameter, modifier, value, place);
  }

  private static String decode(String text, String place) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("Criteria are not percent-encoded correctly.", place);
    }
  }
}
