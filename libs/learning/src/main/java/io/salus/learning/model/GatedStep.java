package io.salus.learning.model;

/**
 * A step of a gated recurrent unit: with update z, reset r and candidate c, {@code h' = z h + (1 -
 * z) c}, {@code c = tanh(given + r known)}. Cho et al., EMNLP 2014, eq. 5 to 8.
 */
final class GatedStep implements Cell.Step {
  private final double[] before;
  private final double[] update;
  private final double[] reset;
  private final double[] candidate;
  private final double[] recalled;
  private final double[] after;

  GatedStep(double[] given, double[] known, double[] before) {
    int units = before.length;
    this.before = before;
    this.update = new double[units];
    this.reset = new double[units];
    this.candidate = new double[units];
    this.recalled = new double[units];
    this.after = new double[units];
    for (int u = 0; u < units; u++) {
      int c = 2 * units + u;
      update[u] = Classifier.probability(given[u] + known[u]);
      reset[u] = Classifier.probability(given[units + u] + known[units + u]);
      recalled[u] = known[c];
      candidate[u] = StrictMath.tanh(given[c] + reset[u] * known[c]);
      after[u] = candidate[u] + update[u] * (before[u] - candidate[u]);
    }
  }

  @Override
  public double[] after() {
    return after;
  }

  @Override
  public Cell.Slopes back(double[] slope) {
    int units = before.length;
    double[] given = new double[3 * units];
    double[] known = new double[3 * units];
    double[] earlier = new double[units];
    for (int u = 0; u < units; u++) {
      int c = 2 * units + u;
      double z = update[u];
      double r = reset[u];
      double inner = slope[u] * (1 - z) * (1 - candidate[u] * candidate[u]);
      given[u] = slope[u] * (before[u] - candidate[u]) * z * (1 - z);
      given[units + u] = inner * recalled[u] * r * (1 - r);
      given[c] = inner;
      known[u] = given[u];
      known[units + u] = given[units + u];
      known[c] = inner * r;
      earlier[u] = slope[u] * z;
    }
    return new Cell.Slopes(given, known, earlier);
  }
}
