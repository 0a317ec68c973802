package io.salus.gateway.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored prediction.
 *
 * @param probability of the outcome, 0 to 1
 * @param contributions what drove it, strongest first
 * @param asOf the moment the inputs are of
 * @param warnings doubts to show beside the figure
 * @param riskAssessment reference of the RiskAssessment, when one was written
 * @param explanation what the contributions add up to; absent in older predictions
 * @param feedback what people did with its cards, oldest first; only where it was asked for
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PredictionView(
    String id,
    String model,
    int version,
    String patient,
    double probability,
    String outcome,
    List<Contribution> contributions,
    List<String> warnings,
    Instant asOf,
    Instant createdAt,
    @Nullable String riskAssessment,
    @Nullable Explanation explanation,
    @Nullable List<FeedbackView> feedback) {

  PredictionView with(List<FeedbackView> given) {
    return new PredictionView(
        id,
        model,
        version,
        patient,
        probability,
        outcome,
        contributions,
        warnings,
        asOf,
        createdAt,
        riskAssessment,
        explanation,
        given);
  }

  /**
   * Base and the sum of the contributions are the score.
   *
   * @param base score of a patient of whom nothing is known
   * @param score of this patient, before calibration
   * @param unit log-odds, mean vote or margins
   * @param exact whether the contributions are the Shapley values themselves
   */
  public record Explanation(double base, double score, String unit, boolean exact) {}

  /**
   * @param value the patient's value, as people write it; {@code missing} when there is none
   * @param contribution share of the score; positive raises the risk
   */
  public record Contribution(String feature, String value, double contribution) {}
}
