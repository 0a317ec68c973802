package io.salus.learning.model;

/**
 * A step of long short-term memory: with input i, forget f, candidate g and output o, it remembers
 * {@code m' = f m + i g} and has the states {@code h' = o tanh(m')}. Hochreiter and Schmidhuber,
 * Neural Computation 9 (1997), with forget gates as in Gers, Schmidhuber and Cummins, Neural
 * Computation 12 (2000), eq. 3.
 */
final class MemoryStep implements Cell.Step {
  private final int units;
  private final double[] before;
  private final double[] gates;
  private final double[] after;

  MemoryStep(double[] given, double[] known, double[] before) {
    this.units = before.length / 2;
    this.before = before;
    this.gates = new double[given.length];
    this.after = new double[before.length];
    for (int u = 0; u < units; u++) {
      for (int gate = 0; gate < 4; gate++) {
        int k = gate * units + u;
        double sum = given[k] + known[k];
        gates[k] = gate == 2 ? StrictMath.tanh(sum) : Classifier.probability(sum);
      }
      double memory = forget(u) * before[units + u] + input(u) * candidate(u);
      after[units + u] = memory;
      after[u] = output(u) * StrictMath.tanh(memory);
    }
  }

  private double input(int unit) {
    return gates[unit];
  }

  private double forget(int unit) {
    return gates[units + unit];
  }

  private double candidate(int unit) {
    return gates[2 * units + unit];
  }

  private double output(int unit) {
    return gates[3 * units + unit];
  }

  @Override
  public double[] after() {
    return after;
  }

  @Override
  public Cell.Slopes back(double[] slope) {
    double[] sums = new double[gates.length];
    double[] earlier = new double[before.length];
    for (int u = 0; u < units; u++) {
      double i = input(u);
      double f = forget(u);
      double g = candidate(u);
      double o = output(u);
      double shown = StrictMath.tanh(after[units + u]);
      double memory = slope[units + u] + slope[u] * o * (1 - shown * shown);
      sums[u] = memory * g * i * (1 - i);
      sums[units + u] = memory * before[units + u] * f * (1 - f);
      sums[2 * units + u] = memory * i * (1 - g * g);
      sums[3 * units + u] = slope[u] * shown * o * (1 - o);
      earlier[units + u] = memory * f;
    }
    return new Cell.Slopes(sums, sums, earlier);
  }
}
