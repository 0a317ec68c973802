package io.salus.inference.prediction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
 * @param explanation what the contributions add up to; older predictions have none
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
    @Nullable String riskAssessment,
    Optional<Sum> explanation) {
  @Override
  public String toString() {
    return "Prediction[" + id + "]";
  }

  /**
   * {@code base + sum of contributions = score}.
   *
   * @param base score of a patient of whom nothing is known
   * @param score of this patient, before calibration
   * @param unit of both
   * @param exact whether the contributions are the Shapley values themselves
   */
  public record Sum(double base, double score, String unit, boolean exact) {}

  /**
   * How much one feature moved the score.
   *
   * @param value the patient's value as people write it
   * @param contribution in the unit of {@link Sum}; positive raises the risk
   */
  public record Contribution(String feature, String value, double contribution) {
    @Override
    public String toString() {
      return "Contribution[" + feature + "]";
    }
  }
}
