package io.salus.records.subscription;

import io.salus.records.definition.R4;
import io.salus.records.index.IndexEntries;
import io.salus.records.search.ResourceCriteria;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;

/**
 * A search of one type that is evaluated on one resource at a time, by what the resource is indexed
 * by: the database is not asked again for each change and each subscription.
 *
 * @param all conditions that must hold together
 */
record Criteria(String type, ResourceCriteria all) {
  private static final int LONGEST = 4096;
  private static final int MOST_CONDITIONS = 20;

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
    ResourceCriteria all;
    try {
      all = ResourceCriteria.parse(caller, type, question < 0 ? "" : text.substring(question + 1));
    } catch (InvalidInput e) {
      throw new InvalidInput(e.publicDetail(), place);
    }
    if (all.size() > MOST_CONDITIONS) {
      throw new InvalidInput("Criteria have at most " + MOST_CONDITIONS + " conditions.", place);
    }
    return new Criteria(type, all);
  }

  /** Whether a resource of the type, indexed, is meant. */
  boolean matches(IndexEntries entries) {
    return all.matches(entries);
  }

  /**
   * Whether somebody may be told of a resource: by scope, and by compartment when the rights are a
   * patient's.
   */
  static boolean mayKnow(Caller rights, String type, IndexEntries entries) {
    String patient = rights.patient();
    return rights.hasFhir(type, 'r') && (patient == null || entries.patients().contains(patient));
  }
}
