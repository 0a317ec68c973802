package io.salus.inference.prediction;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stored prediction.
 *
 * @param margin log-odds that the model gave
 * @param probability of the outcome
 * @param contributions what drove it, strongest first
 * @param asOf the moment the inputs are of
 * @param inputSha256 hash of the stored inputs, hex
 * @param warnings doubts to show beside the figure
 * @param riskAssessment reference of the RiskAssessment, when one was written
 */
public record Prediction(
    UUID id,
    String model,
    int version,
    String patient,
    double margin,
    double probability,
    List<Contribution> contributions,
    Instant asOf,
    Instant createdAt,
    String outcome,
    String inputSha256,
    List<String> warnings,
    @Nullable String riskAssessment) {
  @Override
  public String toString() {
    return "Prediction[" + id + "]";
  }

  /**
   * How much one feature moved the log-odds.
   *
   * @param value the patient's value as people write it
   * @param contribution in log-odds; positive raises the risk
   */
  public record Contribution(String feature, String value, double contribution) {
    @Override
    public String toString() {
      return "Contribution[" + feature + "]";
    }
  }
}
