/** Checks resources against the FHIR R4 definitions when they are written. */
@org.jspecify.annotations.NullMarked
package io.salus.records.validation;
