package io.salus.synthesis.generator;

/**
 * What to make.
 *
 * @param epochs passes over the rows, over 0
 * @param seed of everything random
 * @param rows rows to sample, over 0
 */
public record SynthesisPlan(GeneratorKind kind, int epochs, long seed, int rows) {}
