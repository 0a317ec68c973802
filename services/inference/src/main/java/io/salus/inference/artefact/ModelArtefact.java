package io.salus.inference.artefact;

import io.salus.learning.calibrate.Calibrator;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.fit.Algorithm;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.fit.Scorer;
import io.salus.learning.model.Classifier;
import io.salus.learning.model.LogisticRegression;
import io.salus.learning.model.NeuralNetwork;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trained model, whole: what is done to the inputs travels with it. Written as JSON, whose
 * numbers read back bit for bit.
 *
 * @param format which fields there are; {@link #FORMAT}
 * @param algorithm which model is there
 * @param encoder fitted preprocessing
 * @param inputs what each feature is, in feature order
 * @param logistic set for a logistic regression
 * @param network set for a neural network
 * @param fitted set for an algorithm that was asked for by name
 */
public record ModelArtefact(
    String format,
    String algorithm,
    Encoder encoder,
    List<InputDescription> inputs,
    @Nullable LogisticRegression logistic,
    @Nullable Network network,
    @Nullable Fitted fitted) {
  static final String FORMAT = "salus-model-1";

  /** Files with {@code fitted}, which older readers do not know. */
  static final String FITTED = "salus-model-2";

  /**
   * A network as it is kept.
   *
   * @param hidden units of each hidden layer
   * @param parameters DJL parameters, base64
   */
  public record Network(List<Integer> hidden, String parameters) {}

  /** The parts of a {@link FittedModel} but for its encoder. */
  public record Fitted(Algorithm algorithm, long seed, Scorer scorer, Calibrator calibrator) {}

  public static ModelArtefact of(List<InputDescription> inputs, FittedModel model) {
    return new ModelArtefact(
        FITTED,
        model.name(),
        model.encoder(),
        inputs,
        null,
        null,
        new Fitted(model.algorithm(), model.seed(), model.scorer(), model.calibrator()));
  }

  public static ModelArtefact of(
      Encoder encoder, List<InputDescription> inputs, LogisticRegression model) {
    return new ModelArtefact(
        FORMAT, LogisticRegression.ALGORITHM, encoder, inputs, model, null, null);
  }

  public static ModelArtefact of(
      Encoder encoder, List<InputDescription> inputs, List<Integer> hidden, byte[] parameters) {
    return new ModelArtefact(
        FORMAT,
        NeuralNetwork.ALGORITHM,
        encoder,
        inputs,
        null,
        new Network(hidden, Base64.getEncoder().encodeToString(parameters)),
        null);
  }

  /** The model of an algorithm that was asked for by name. */
  public @Nullable FittedModel model() {
    return fitted == null
        ? null
        : new FittedModel(
            fitted.algorithm(), fitted.seed(), encoder, fitted.scorer(), fitted.calibrator());
  }

  /** The model, ready to answer; to be closed. */
  public Classifier classifier() throws IOException {
    if (!FORMAT.equals(format) && !FITTED.equals(format)) {
      throw new IOException("a model file of an unknown format");
    }
    FittedModel whole = model();
    if (whole != null) {
      return whole.classifier();
    }
    if (logistic != null) {
      return logistic;
    }
    if (network != null) {
      return NeuralNetwork.load(Base64.getDecoder().decode(network.parameters()), network.hidden());
    }
    throw new IOException("a model file without a model");
  }
}
