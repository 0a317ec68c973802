package io.salus.synthesis.report;

import java.util.Map;

/**
 * Where a population comes from.
 *
 * @param generator name of the generator
 * @param facts what else made it, in order
 */
public record Provenance(String generator, Map<String, String> facts) {}
