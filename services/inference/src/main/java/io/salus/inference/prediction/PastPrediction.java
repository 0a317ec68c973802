package io.salus.inference.prediction;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What monitoring looks at of a prediction.
 *
 * @param inputs object of feature names and values
 * @param happened whether the outcome came; null while nobody knows
 */
public record PastPrediction(
    String patient, JsonNode inputs, double probability, @Nullable Boolean happened) {
  @Override
  public String toString() {
    return "PastPrediction";
  }
}
