package io.salus.learning.fit;

import java.util.List;

/**
 * Why a row has its score: {@code score = base + sum of contributions}.
 *
 * @param base score without knowing any feature
 * @param contributions what each feature adds, in feature order
 * @param score raw score: log-odds, for a forest the mean vote, for a support vector machine the
 *     signed distance in units of the margin, for an autoencoder the mean squared error
 * @param exact whether these are the Shapley values themselves; else an estimate of them, for a
 *     network integrated gradients, for an autoencoder each feature's part of the error
 */
public record Explanation(double base, List<Double> contributions, double score, boolean exact) {}
