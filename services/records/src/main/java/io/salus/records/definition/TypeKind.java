package io.salus.records.definition;

/** How values of a type look in JSON. */
public enum TypeKind {
  /** A JSON string, number or boolean. */
  PRIMITIVE,
  /** An object: data types and backbone elements. */
  COMPLEX,
  /** An object with {@code resourceType}. */
  RESOURCE,
  /** Stands for any resource: {@code Resource} and {@code DomainResource}. */
  ANY_RESOURCE
}
