/**
 * FHIRPath over plain JSON, compiled once to closures.
 *
 * <p>It covers what SQL on FHIR views and the R4 search parameters need. Names, functions and
 * operators follow FHIRPath 2.0 (http://hl7.org/fhirpath/N1); what is not supported is refused when
 * the expression is compiled, never answered wrongly.
 */
@org.jspecify.annotations.NullMarked
package io.salus.records.fhirpath;
