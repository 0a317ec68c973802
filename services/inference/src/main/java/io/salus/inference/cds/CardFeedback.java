package io.salus.inference.cds;

import java.time.Instant;
import java.util.List;

/**
 * What somebody did with a card.
 *
 * @param prediction id of the prediction that it showed
 * @param accepted whether suggestions of it were accepted; else it was overridden
 * @param acceptedSuggestions their ids
 * @param reason why it was overridden; all empty when nobody said
 * @param outcomeAt when it was done
 * @param receivedAt when it came here
 * @param reportedBy subject of the caller
 */
record CardFeedback(
    String prediction,
    boolean accepted,
    List<String> acceptedSuggestions,
    Reason reason,
    Instant outcomeAt,
    Instant receivedAt,
    String reportedBy) {

  @Override
  public String toString() {
    return "CardFeedback[" + prediction + "]";
  }

  /** A code of the client's list, and what somebody wrote about it, which may be PHI. */
  record Reason(String system, String code, String display, String comment) {
    boolean isEmpty() {
      return system.isEmpty() && code.isEmpty() && display.isEmpty() && comment.isEmpty();
    }

    @Override
    public String toString() {
      return "Reason[]";
    }
  }
}
