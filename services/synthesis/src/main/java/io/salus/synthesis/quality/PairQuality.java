package io.salus.synthesis.quality;

/**
 * How alike the dependence of two columns is in both populations.
 *
 * @param score 0 to 1, 1 is alike
 */
public record PairQuality(String a, String b, double score) {}
