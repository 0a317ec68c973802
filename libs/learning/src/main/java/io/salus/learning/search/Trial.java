package io.salus.learning.search;

import io.salus.learning.fit.Algorithm;

/**
 * A candidate that was tried.
 *
 * @param algorithm what was tried
 * @param folds folds that it was judged on
 * @param logLoss mean log loss on them, each by a model that had not seen its rows
 */
public record Trial(Algorithm algorithm, int folds, double logLoss) {}
