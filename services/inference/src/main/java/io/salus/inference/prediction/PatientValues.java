package io.salus.inference.prediction;

import io.salus.inference.prediction.Prediction.Contribution;
import io.salus.inference.prediction.Prediction.Sum;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a stored prediction tells a patient's values.
 *
 * @param inputs the exact text of {@link Inputs}
 * @param inputSha256 its hash, hex: of few and short inputs it would tell them too
 * @param explanation null in predictions that are older than explanations
 */
record PatientValues(
    String inputs,
    String inputSha256,
    List<Contribution> contributions,
    @Nullable Sum explanation,
    List<String> warnings) {
  @Override
  public String toString() {
    return "PatientValues";
  }
}
