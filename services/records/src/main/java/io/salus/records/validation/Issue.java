package io.salus.records.validation;

/**
 * What is wrong at one place of a resource. It never holds the value found there, which may be
 * about a patient.
 *
 * @param code FHIR issue-type, for example {@code structure}
 * @param expression the place, for example {@code Patient.contact[0].gender}
 * @param detail one sentence for people
 */
public record Issue(String code, String expression, String detail) {}
