package io.salus.learning.calibrate;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How the score of a model becomes a probability; fitted on rows that the model has not seen. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Sigmoid.class, name = "sigmoid"),
  @JsonSubTypes.Type(value = Isotonic.class, name = "isotonic"),
  @JsonSubTypes.Type(value = AsItIs.class, name = "as-it-is"),
  @JsonSubTypes.Type(value = OfLogarithm.class, name = "sigmoid-of-logarithm"),
  @JsonSubTypes.Type(value = Rank.class, name = "rank")
})
public sealed interface Calibrator permits Sigmoid, Isotonic, AsItIs, OfLogarithm, Rank {
  /** Probability that belongs to a score, 0 to 1. */
  double probability(double score);

  /** The same in log-odds; finite. */
  default double margin(double score) {
    double p = Math.clamp(probability(score), 1e-6, 1 - 1e-6);
    return StrictMath.log(p / (1 - p));
  }
}
