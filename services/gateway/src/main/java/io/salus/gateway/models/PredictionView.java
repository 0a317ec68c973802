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
    @Nullable String riskAssessment) {

  /**
   * @param value the patient's value, as people write it; {@code missing} when there is none
   * @param contribution share of the log-odds; positive raises the risk
   */
  public record Contribution(String feature, String value, double contribution) {}
}
