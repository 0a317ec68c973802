package io.salus.records.operation;

/** Where an operation is called. */
public enum Level {
  /** {@code /fhir/$name} */
  SYSTEM,
  /** {@code /fhir/Type/$name} */
  TYPE,
  /** {@code /fhir/Type/id/$name} */
  INSTANCE
}
