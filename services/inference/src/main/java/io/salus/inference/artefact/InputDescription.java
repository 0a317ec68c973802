package io.salus.inference.artefact;

/**
 * What a feature is, for people.
 *
 * @param name column name
 * @param unit UCUM unit of a number; empty when it has none
 * @param description meaning
 */
public record InputDescription(String name, String unit, String description) {}
