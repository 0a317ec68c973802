package io.salus.inference.cds;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Row of feedback on a card; never changed. */
@Entity(name = "CardFeedback")
@Table(name = "card_feedback")
class FeedbackEntity {
  @Id UUID id;

  @Column(updatable = false)
  String tenant;

  @Column(updatable = false)
  UUID prediction;

  @Column(updatable = false)
  boolean accepted;

  @Column(name = "accepted_suggestions", updatable = false)
  String[] acceptedSuggestions;

  @Column(name = "reason_system", updatable = false)
  String reasonSystem;

  @Column(name = "reason_code", updatable = false)
  String reasonCode;

  @Column(name = "reason_display", updatable = false)
  String reasonDisplay;

  @Column(updatable = false)
  String comment;

  @Column(name = "outcome_at", updatable = false)
  Instant outcomeAt;

  /** Subject of the caller. */
  @Column(name = "reported_by", updatable = false)
  String reportedBy;

  @Column(name = "received_at", updatable = false)
  Instant receivedAt;

  @Column(updatable = false)
  String sha256;

  CardFeedback value() {
    return new CardFeedback(
        prediction.toString(),
        accepted,
        List.of(acceptedSuggestions),
        new CardFeedback.Reason(reasonSystem, reasonCode, reasonDisplay, comment),
        outcomeAt,
        receivedAt,
        reportedBy);
  }

  @Override
  public String toString() {
    return "CardFeedback[" + id + "]";
  }
}
