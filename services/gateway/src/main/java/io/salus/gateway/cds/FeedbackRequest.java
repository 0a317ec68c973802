package io.salus.gateway.cds;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people did with cards, https://cds-hooks.hl7.org/2.0/#feedback. Extensions are not read. */
@JsonIgnoreProperties(ignoreUnknown = true)
record FeedbackRequest(@Nullable List<@Nullable Feedback> feedback) {

  /**
   * @param card the card's uuid
   * @param outcome accepted or overridden
   * @param acceptedSuggestions with accepted
   * @param overrideReason with overridden, if one was given
   * @param outcomeTimestamp when it was done, RFC 3339
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Feedback(
      @Nullable String card,
      @Nullable String outcome,
      @Nullable List<@Nullable Suggestion> acceptedSuggestions,
      @Nullable OverrideReason overrideReason,
      @Nullable String outcomeTimestamp) {
    @Override
    public String toString() {
      return "Feedback[" + outcome + "]";
    }
  }

  /** The suggestion's uuid. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Suggestion(@Nullable String id) {}

  /**
   * @param reason what was picked from the card's list
   * @param userComment what somebody wrote; may be PHI
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record OverrideReason(@Nullable Coding reason, @Nullable String userComment) {
    @Override
    public String toString() {
      return "OverrideReason[]";
    }
  }

  /** A code and what people read. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Coding(@Nullable String system, @Nullable String code, @Nullable String display) {}
}
