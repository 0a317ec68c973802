/**
 * The FHIR R4 definitions (types, required codes, search parameters, patient compartment), compiled
 * to one small file when the module is built and read once at run time.
 */
@org.jspecify.annotations.NullMarked
package io.salus.records.definition;
