package io.salus.inference.serving;

import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.encoding.Encoder;
import io.salus.learning.encoding.FeatureEncoding;
import io.salus.learning.fit.Explanation;
import io.salus.learning.fit.FittedModel;
import io.salus.learning.model.Attribution;
import io.salus.learning.model.Classifier;
import io.salus.learning.model.LogisticRegression;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model in memory: raw vectors in, log-odds out. Safe for several threads. */
public final class ScoringModel {
  private final Encoder encoder;
  private final List<InputDescription> inputs;
  private final Classifier classifier;
  private final @Nullable FittedModel fitted;

  ScoringModel(ModelArtefact artefact) throws IOException {
    this.encoder = artefact.encoder();
    this.inputs = artefact.inputs();
    this.classifier = artefact.classifier();
    this.fitted = artefact.model();
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

  /** What moved the score away from that of a patient of whom nothing is known. */
  public Explanation explain(double[] raw) {
    if (fitted != null) {
      return fitted.explain(raw);
    }
    double[] parts = Attribution.of(classifier, encoder, raw);
    double base = classifier.margins(new double[][] {new double[encoder.width()]})[0];
    return new Explanation(
        base,
        Arrays.stream(parts).boxed().toList(),
        margin(raw),
        classifier instanceof LogisticRegression);
  }

  /** What the score is in. */
  public String unit() {
    return fitted == null ? "log-odds" : fitted.unit();
  }

  void close() {
    classifier.close();
  }
}
