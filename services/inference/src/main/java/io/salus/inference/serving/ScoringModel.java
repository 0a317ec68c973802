package io.salus.inference.serving;

import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.encoding.FeatureEncoding;
import io.salus.learning.model.Attribution;
import io.salus.learning.model.Classifier;
import java.io.IOException;
import java.util.List;

/** A model in memory: raw vectors in, log-odds out. Safe for several threads. */
public final class ScoringModel {
  private final Encoder encoder;
  private final List<InputDescription> inputs;
  private final Classifier classifier;

  ScoringModel(ModelArtefact artefact) throws IOException {
    this.encoder = artefact.encoder();
    this.inputs = artefact.inputs();
    this.classifier = artefact.classifier();
  }

  /** What each feature is, in tensor order. */
  public List<InputDescription> inputs() {
    return inputs;
  }

  /** How each feature is encoded, in tensor order. */
  public List<FeatureEncoding> encodings() {
    return encoder.features();
  }

  /** Raw vector of values given as Double, Boolean or String; null is missing. */
  public double[] raw(List<?> values) {
    double[] raw = new double[values.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = encoder.raw(i, values.get(i));
    }
    return raw;
  }

  /** Log-odds of one raw vector, computed alone, so that a replay gives the same bits. */
  public double margin(double[] raw) {
    return classifier.margins(new double[][] {encoder.encode(raw)})[0];
  }

  /** Probabilities of many raw vectors, computed together. */
  public double[] probabilities(double[][] raw) {
    double[][] encoded = new double[raw.length][];
    for (int i = 0; i < raw.length; i++) {
      encoded[i] = encoder.encode(raw[i]);
    }
    return classifier.probabilities(encoded);
  }

  /** What moved the log-odds away from the average training patient's, one a feature. */
  public double[] contributions(double[] raw) {
    return Attribution.of(classifier, encoder, raw);
  }

  void close() {
    classifier.close();
  }
}
