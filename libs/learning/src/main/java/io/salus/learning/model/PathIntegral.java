package io.salus.learning.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * What each input adds to a score on the straight way from the average row (all 0) to a row:
 * integrated gradients, {@code x_i} times the integral of the gradient's i-th part. Sundararajan,
 * Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017, eq. 1.
 *
 * <p>On a piece of the way the gradient in its middle, times the piece, must be the step that the
 * score makes on it (proposition 1, completeness). The piece where it misses that step by most is
 * halved until all together miss little, or there are many pieces. What is left then is spread over
 * the inputs by the size of their parts, so that the sum is the score.
 */
final class PathIntegral {
  /** That all pieces may miss together, in units of the score. */
  private static final double TOLERANCE = 5e-4;

  private static final int MOST_PIECES = 128;

  private final Differentiable network;
  private final double[] row;

  private PathIntegral(Differentiable network, double[] row) {
    this.network = network;
    this.row = row;
  }

  /** A score with its slope. */
  interface Differentiable {
    double score(double[] x);

    /** Slope of the score in every input. */
    double[] gradient(double[] x);
  }

  /**
   * A piece of the way.
   *
   * @param steps what each input adds on it
   * @param left of the score's step on it that these miss
   */
  private record Piece(
      double from, double before, double to, double after, List<Double> steps, double left) {
    double missed() {
      return Math.abs(left);
    }
  }

  /** Parts of all inputs, and last the score of the average row; the sum is the score. */
  static double[] of(Differentiable network, double[] row) {
    PathIntegral way = new PathIntegral(network, row);
    double base = network.score(new double[row.length]);
    PriorityQueue<Piece> pieces =
        new PriorityQueue<>(Comparator.comparingDouble((Piece piece) -> -piece.missed()));
    pieces.add(way.piece(0, base, 1, network.score(row)));
    while (pieces.size() < MOST_PIECES
        && pieces.stream().mapToDouble(Piece::missed).sum() > TOLERANCE) {
      Piece worst = pieces.remove();
      double middle = (worst.from + worst.to) / 2;
      double between = network.score(way.at(middle));
      pieces.add(way.piece(worst.from, worst.before, middle, between));
      pieces.add(way.piece(middle, between, worst.to, worst.after));
    }
    double[] parts = new double[row.length + 1];
    parts[row.length] = base;
    pieces.stream()
        .sorted(Comparator.comparingDouble(Piece::from))
        .forEach(piece -> add(piece, parts));
    return parts;
  }

  private Piece piece(double from, double before, double to, double after) {
    double[] slope = network.gradient(at((from + to) / 2));
    List<Double> steps = new ArrayList<>(slope.length);
    double sum = 0;
    for (int i = 0; i < slope.length; i++) {
      double step = slope[i] * row[i] * (to - from);
      steps.add(step);
      sum += step;
    }
    return new Piece(from, before, to, after, steps, after - before - sum);
  }

  private static void add(Piece piece, double[] parts) {
    double size = piece.steps.stream().mapToDouble(Math::abs).sum();
    for (int i = 0; i < piece.steps.size(); i++) {
      double step = piece.steps.get(i);
      double share = size > 0 ? Math.abs(step) / size : 1.0 / piece.steps.size();
      parts[i] += step + piece.left * share;
    }
  }

  private double[] at(double share) {
    return Arrays.stream(row).map(value -> value * share).toArray();
  }
}
