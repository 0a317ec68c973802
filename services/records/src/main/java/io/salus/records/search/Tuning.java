package io.salus.records.search;

/**
 * Where one way to a page gives way to another. All give the same answer.
 *
 * @param candidates gathered at most before walking
 * @param edges looked up at most; more are checked row by row
 * @param firstSteps rows that are walked before anything is gathered, when gathering may be much
 */
record Tuning(Shares shares, int candidates, int edges, int firstSteps) {
  static Tuning of(Shares shares) {
    return new Tuning(shares, 10_000, 200, 200);
  }
}
