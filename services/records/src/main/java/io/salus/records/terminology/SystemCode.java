package io.salus.records.terminology;

/**
 * A code with the system that gives it its meaning.
 *
 * @param system the code system's url
 */
public record SystemCode(String system, String code) {}
