package io.salus.gateway.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did with the card that showed a prediction.
 *
 * @param outcome accepted or overridden
 * @param reason why it was overridden
 * @param comment what somebody wrote about it
 * @param outcomeAt when it was done
 * @param reportedBy whose token reported it
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FeedbackView(
    String outcome,
    List<String> acceptedSuggestions,
    @Nullable Reason reason,
    @Nullable String comment,
    Instant outcomeAt,
    Instant receivedAt,
    String reportedBy) {

  /** A code and what people read. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Reason(String system, String code, String display) {}

  @Override
  public String toString() {
    return "FeedbackView[" + outcome + "]";
  }
}
