package io.salus.learning.fit;

import io.salus.learning.UnusableDataException;
import io.salus.learning.calibrate.Calibrator;
import io.salus.learning.calibrate.Isotonic;
import io.salus.learning.calibrate.OfLogarithm;
import io.salus.learning.calibrate.Rank;
import io.salus.learning.calibrate.Sigmoid;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.encoding.Form;
import io.salus.learning.encoding.SharedScale;
import io.salus.learning.network.Architecture;
import io.salus.learning.network.DeepEnsemble;
import io.salus.learning.network.DeepFit;
import io.salus.learning.network.PlainNetwork;
import io.salus.learning.network.Samples;
import io.salus.learning.network.Watch;
import io.salus.learning.table.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a network, or several that are averaged, in the engine on some rows; others, held out,
 * stop each and calibrate the whole (Guo et al., "On calibration of modern neural networks", ICML
 * 2017, section 4). What was trained answers in plain Java. The same rows and seed give the same
 * model, bit for bit, on the same machine.
 */
public final class DeepLearner {
  /** Fewer rows of either outcome held out say too little about the two numbers of a sigmoid. */
  private static final int FEWEST_TO_CALIBRATE = 25;

  private final Algorithm.Deep algorithm;
  private final CalibrationMethod calibration;
  private final long seed;

  public DeepLearner(Algorithm.Deep algorithm, CalibrationMethod calibration, long seed) {
    this.algorithm = algorithm;
    this.calibration = calibration;
    this.seed = seed;
  }

  /**
   * A model, and how the training of each of its networks went.
   *
   * @param epochs that were run
   * @param bestEpochs those that were kept, from 1
   */
  public record Fit(FittedModel model, List<Integer> epochs, List<Integer> bestEpochs) {
    public Fit {
      epochs = List.copyOf(epochs);
      bestEpochs = List.copyOf(bestEpochs);
    }
  }

  /**
   * Trains.
   *
   * @param training rows to learn from; an autoencoder takes those without the outcome
   * @param held rows that stop and calibrate it
   * @param watch told before every batch; keeps what a next attempt needs
   * @throws SettingsException when the table has not the columns that the settings say
   * @throws UnusableDataException when there is nothing to learn
   */
  public Fit fit(Table training, Table held, Watch watch) {
    algorithm.settings().requireColumns(training.features().size());
    boolean anomalies = algorithm instanceof Algorithm.Autoencoder;
    Table learned = anomalies ? without(training) : training;
    Table stopping = anomalies ? without(held) : held;
    if (learned.rows() < 2 || stopping.rows() == 0) {
      throw new UnusableDataException("too few rows to learn from and to stop a network by");
    }
    Encoder encoder = encoder(learned);
    Architecture architecture = algorithm.settings().architecture(encoder.width());
    try {
      List<DeepFit> fits =
          new DeepEnsemble(architecture, algorithm.settings().schedule(), algorithm.members(), seed)
              .train(
                  samples(encoder, learned),
                  samples(encoder, stopping),
                  algorithm.settings().patience(),
                  watch);
      Scorer scorer = scorer(architecture, fits);
      double[] scores =
          Arrays.stream(encoder.encode(held)).parallel().mapToDouble(scorer::score).toArray();
      FittedModel model =
          new FittedModel(algorithm, seed, encoder, scorer, calibrator(scores, held.labels()));
      return new Fit(
          model,
          fits.stream().map(DeepFit::epochs).toList(),
          fits.stream().map(DeepFit::bestEpoch).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Table without(Table table) {
    return table.rows(IntStream.range(0, table.rows()).filter(row -> !table.label(row)).toArray());
  }

  private Encoder encoder(Table learned) {
    return switch (algorithm) {
      case Algorithm.Convolutional(var settings, var _) ->
          SharedScale.fit(learned, settings.channels());
      case Algorithm.Recurrent(var settings, var _) ->
          SharedScale.fit(learned, settings.channels());
      case Algorithm.Autoencoder _ -> Encoder.fit(learned, Form.STANDARDISED);
    };
  }

  private Samples samples(Encoder encoder, Table table) {
    Samples samples = Samples.of(encoder.encode(table), table.labels());
    return alone() > 0 ? samples.eachAlone(alone()) : samples;
  }

  /** Channels of pictures that are brought to the same contrast each; else 0. */
  private int alone() {
    return algorithm instanceof Algorithm.Convolutional(var settings, var _) && settings.eachAlone()
        ? settings.channels()
        : 0;
  }

  private Scorer scorer(Architecture architecture, List<DeepFit> fits) throws IOException {
    if (architecture instanceof Architecture.Autoencoder rows) {
      return new Scorer.Anomaly(PlainNetwork.of(rows, fits.getFirst().parameters()));
    }
    List<Scorer.OneNetwork> networks = new ArrayList<>();
    for (DeepFit fit : fits) {
      networks.add(network(architecture, fit.parameters()));
    }
    return Scorer.Ensemble.of(networks);
  }

  private Scorer.OneNetwork network(Architecture architecture, byte[] parameters)
      throws IOException {
    return switch (architecture) {
      case Architecture.Convolutional pictures ->
          new Scorer.Picture(PlainNetwork.of(pictures, parameters), alone());
      case Architecture.Recurrent sequences ->
          new Scorer.Sequence(PlainNetwork.of(sequences, parameters));
      case Architecture.Autoencoder _, Architecture.Perceptron _ ->
          throw new IllegalStateException("not asked for");
    };
  }

  private Calibrator calibrator(double[] scores, boolean[] labels) {
    boolean anomalies = algorithm instanceof Algorithm.Autoencoder;
    int positives = (int) IntStream.range(0, labels.length).filter(i -> labels[i]).count();
    int rarer = Math.min(positives, labels.length - positives);
    CalibrationMethod method =
        calibration != CalibrationMethod.AUTO
            ? calibration
            : rarer >= FEWEST_TO_CALIBRATE ? CalibrationMethod.PLATT : CalibrationMethod.NONE;
    if (method != CalibrationMethod.NONE && rarer == 0) {
      throw new UnusableDataException("the rows to calibrate on all have the same outcome");
    }
    return switch (method) {
      case ISOTONIC -> Isotonic.fit(scores, labels);
      case PLATT ->
          anomalies
              ? new OfLogarithm(Sigmoid.fit(logarithms(scores), labels))
              : Sigmoid.fit(scores, labels);
      case NONE, AUTO, RANK ->
          anomalies
              ? Rank.among(
                  IntStream.range(0, labels.length)
                      .filter(i -> !labels[i])
                      .mapToDouble(i -> scores[i])
                      .toArray())
              : Sigmoid.LOG_ODDS;
    };
  }

  private static double[] logarithms(double[] errors) {
    return Arrays.stream(errors).map(OfLogarithm::logarithm).toArray();
  }
}
