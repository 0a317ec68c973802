package io.salus.records.everything;

import io.salus.records.definition.R4;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The resource types that belong to no patient's record, such as Practitioner, Location and
 * Medication. A record comes with those it refers to. What is of the other types comes only when it
 * is in the record itself: a Group or a linked Patient must not bring other people's data along.
 */
final class SharedTypes {
  static final Set<String> ALL =
      R4.resourceTypes().stream()
          .filter(type -> !type.equals("Patient") && R4.patientCompartment(type).isEmpty())
          .collect(Collectors.toUnmodifiableSet());

  private SharedTypes() {}
}
