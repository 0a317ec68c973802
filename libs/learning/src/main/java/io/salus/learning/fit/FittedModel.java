package io.salus.learning.fit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.salus.learning.calibrate.AsItIs;
import io.salus.learning.calibrate.Calibrator;
import io.salus.learning.calibrate.Isotonic;
import io.salus.learning.calibrate.OfLogarithm;
import io.salus.learning.calibrate.Rank;
import io.salus.learning.calibrate.Sigmoid;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.model.Attribution;
import io.salus.learning.model.Classifier;
import io.salus.learning.table.Table;
import java.util.Arrays;
import java.util.List;

/**
 * A trained model, whole: preprocessing, what was fitted, and how scores become probabilities.
 * Immutable and safe for several threads; {@link ModelFile} writes and reads it. Raw vectors are
 * those of {@link Encoder}.
 *
 * @param algorithm how it was trained
 * @param seed of its training
 * @param encoder preprocessing, fitted on the training rows
 * @param scorer from inputs to a raw score
 * @param calibrator from a raw score to a probability
 */
public record FittedModel(
    Algorithm algorithm, long seed, Encoder encoder, Scorer scorer, Calibrator calibrator) {
  public FittedModel {
    if (!scorer.takes(encoder.width())) {
      throw new IllegalArgumentException("the preprocessing belongs to another model");
    }
  }

  /** Raw score of a raw vector; what it is in depends on the algorithm, see {@link Explanation}. */
  public double score(double[] raw) {
    return scorer.score(encoder.encode(raw));
  }

  /** Probability of the outcome for a raw vector. */
  public double probability(double[] raw) {
    return calibrator.probability(score(raw));
  }

  /** Log-odds of the outcome for a raw vector; finite. */
  public double margin(double[] raw) {
    return calibrator.margin(score(raw));
  }

  /** Probabilities of all rows of a table that has the model's features. */
  public double[] probabilities(Table table) {
    return Arrays.stream(encoder.raw(table)).parallel().mapToDouble(this::probability).toArray();
  }

  /** Raw scores of all rows of a table. */
  public double[] scores(Table table) {
    return Arrays.stream(encoder.raw(table)).parallel().mapToDouble(this::score).toArray();
  }

  /**
   * What moved a patient's score away from the base: exact Shapley values for linear models
   * (Lundberg and Lee, NeurIPS 2017, corollary 1) and trees (TreeSHAP), for kernels an estimate of
   * them, for networks integrated gradients, for an autoencoder each feature's part of the error;
   * the sum is the score for all.
   */
  public Explanation explain(double[] raw) {
    double[] x = encoder.encode(raw);
    double[] parts =
        switch (scorer) {
          case Scorer.Linear linear -> linear.model().contributions(x);
          case Scorer.Trees trees -> trees.ensemble().contributions(x);
          case Scorer.OneNetwork network -> network.contributions(x);
          case Scorer.Ensemble ensemble -> ensemble.contributions(x);
          case Scorer.Anomaly anomaly -> anomaly.network().contributions(x);
          case Scorer.Kernel kernel -> sampled(kernel, raw);
        };
    double[] sums = new double[encoder.features().size()];
    if (scorer instanceof Scorer.Kernel) {
      System.arraycopy(parts, 0, sums, 0, sums.length);
    } else {
      int[] features = encoder.columnFeatures();
      for (int i = 0; i < features.length; i++) {
        sums[features[i]] += parts[i];
      }
    }
    List<Double> contributions = Arrays.stream(sums).boxed().toList();
    boolean exact = scorer instanceof Scorer.Linear || scorer instanceof Scorer.Trees;
    return new Explanation(parts[parts.length - 1], contributions, scorer.score(x), exact);
  }

  private double[] sampled(Scorer.Kernel kernel, double[] raw) {
    double[] parts = Attribution.of(new Scores(kernel), encoder, raw);
    double[] all = Arrays.copyOf(parts, parts.length + 1);
    all[parts.length] = kernel.score(new double[encoder.width()]);
    return all;
  }

  /** How scores become probabilities. */
  public CalibrationMethod calibration() {
    return switch (calibrator) {
      case Isotonic _ -> CalibrationMethod.ISOTONIC;
      case AsItIs _ -> CalibrationMethod.NONE;
      case OfLogarithm _ -> CalibrationMethod.PLATT;
      case Rank _ -> CalibrationMethod.RANK;
      case Sigmoid sigmoid ->
          sigmoid.equals(Sigmoid.LOG_ODDS) ? CalibrationMethod.NONE : CalibrationMethod.PLATT;
    };
  }

  /** What a score is in. */
  public String unit() {
    return switch (algorithm) {
      case Algorithm.Logistic _,
          Algorithm.Boosting _,
          Algorithm.Network _,
          Algorithm.Convolutional _,
          Algorithm.Recurrent _ ->
          "log-odds";
      case Algorithm.Autoencoder _ -> "mean squared error";
      case Algorithm.Forest _ -> "mean vote";
      case Algorithm.SupportVector _ -> "margins";
    };
  }

  /** Scores where log-odds are asked for: what explains one explains the other. */
  private record Scores(Scorer scorer) implements Classifier {
    @Override
    public String algorithm() {
      return "scores";
    }

    @Override
    public double[] margins(double[][] encoded) {
      return Arrays.stream(encoded).mapToDouble(scorer::score).toArray();
    }
  }

  /** The same model for callers that encode by themselves; the margins are calibrated. */
  public Classifier classifier() {
    return new Calibrated(this);
  }

  private record Calibrated(FittedModel model) implements Classifier {
    @Override
    public String algorithm() {
      return model.name();
    }

    @Override
    public double[] margins(double[][] encoded) {
      return Arrays.stream(encoded)
          .mapToDouble(x -> model.calibrator().margin(model.scorer().score(x)))
          .toArray();
    }
  }

  /** Registry name of the algorithm. */
  @JsonIgnore
  public String name() {
    return algorithm.title();
  }
}
