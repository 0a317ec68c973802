package io.salus.learning.calibrate;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rising step function that is nearest to the outcomes, linear between its steps: Zadrozny and
 * Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002,
 * section 3, by pooling adjacent violators: Ayer et al., Annals of Mathematical Statistics 26
 * (1955), p. 641-647.
 *
 * @param scores where the line has its knots, rising
 * @param probabilities what belongs to them, rising
 */
public record Isotonic(List<Double> scores, List<Double> probabilities) implements Calibrator {
  public Isotonic {
    scores = List.copyOf(scores);
    probabilities = List.copyOf(probabilities);
    boolean rising = !scores.isEmpty() && scores.size() == probabilities.size();
    for (int i = 1; rising && i < scores.size(); i++) {
      rising =
          scores.get(i) >= scores.get(i - 1) && probabilities.get(i) >= probabilities.get(i - 1);
    }
    if (!rising) {
      throw new IllegalArgumentException("not a rising function");
    }
  }

  /** A stretch of scores with one mean. */
  private record Block(double low, double high, double sum, double weight) {
    double mean() {
      return sum / weight;
    }

    Block with(Block next) {
      return new Block(low, next.high, sum + next.sum, weight + next.weight);
    }
  }

  public static Isotonic fit(double[] scores, boolean[] labels) {
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted((i, j) -> Double.compare(scores[i], scores[j]))
            .mapToInt(Integer::intValue)
            .toArray();
    List<Block> blocks = new ArrayList<>();
    for (int i : order) {
      Block block = new Block(scores[i], scores[i], labels[i] ? 1 : 0, 1);
      // The same score has one probability; a falling step is no step.
      while (!blocks.isEmpty()
          && (blocks.getLast().high() == block.low() || blocks.getLast().mean() >= block.mean())) {
        block = blocks.removeLast().with(block);
      }
      blocks.add(block);
    }
    List<Double> knots = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (Block block : blocks) {
      knots.add(block.low());
      values.add(block.mean());
      if (block.high() > block.low()) {
        knots.add(block.high());
        values.add(block.mean());
      }
    }
    return new Isotonic(knots, values);
  }

  @Override
  public double probability(double score) {
    int low = 0;
    int high = scores.size() - 1;
    if (!(score > scores.get(low))) {
      return probabilities.get(low);
    }
    if (score >= scores.get(high)) {
      return probabilities.get(high);
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (scores.get(middle) <= score) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double share = (score - scores.get(low)) / (scores.get(high) - scores.get(low));
    return probabilities.get(low) + share * (probabilities.get(high) - probabilities.get(low));
  }
}
