package io.salus.inference.artefact;

import io.salus.learning.encoding.Encoder;
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
 * @param algorithm which of the two models is there
 * @param encoder fitted preprocessing
 * @param inputs what each feature is, in feature order
 * @param logistic set for a logistic regression
 * @param network set for a neural network
 */
public record ModelArtefact(
    String format,
    String algorithm,
    Encoder encoder,
    List<InputDescription> inputs,
    @Nullable LogisticRegression logistic,
    @Nullable Network network) {
  static final String FORMAT = "salus-model-1";

  /**
   * A network as it is kept.
   *
   * @param hidden units of each hidden layer
   * @param parameters DJL parameters, base64
   */
  public record Network(List<Integer> hidden, String parameters) {}

  public static ModelArtefact of(
      Encoder encoder, List<InputDescription> inputs, LogisticRegression model) {
    return new ModelArtefact(FORMAT, LogisticRegression.ALGORITHM, encoder, inputs, model, null);
  }

  public static ModelArtefact of(
      Encoder encoder, List<InputDescription> inputs, List<Integer> hidden, byte[] parameters) {
    return new ModelArtefact(
        FORMAT,
        NeuralNetwork.ALGORITHM,
        encoder,
        inputs,
        null,
        new Network(hidden, Base64.getEncoder().encodeToString(parameters)));
  }

  /** The model, ready to answer; to be closed. */
  public Classifier classifier() throws IOException {
    if (!FORMAT.equals(format)) {
      throw new IOException("a model file of an unknown format");
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
