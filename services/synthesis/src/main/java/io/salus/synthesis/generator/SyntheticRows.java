package io.salus.synthesis.generator;

import io.salus.synthesis.population.Population;

/**
 * What came out.
 *
 * @param population the rows
 * @param identical rows that equal a real one, because the columns allow so few different rows
 * @param refused rows that equalled a real one and were drawn again
 */
public record SyntheticRows(Population population, int identical, long refused) {}
