/**
 * Code systems and value sets: those that a tenant has stored, and those of FHIR R4. Large ones are
 * compiled once a version and kept in bounded memory.
 */
@org.jspecify.annotations.NullMarked
package io.salus.records.terminology;
