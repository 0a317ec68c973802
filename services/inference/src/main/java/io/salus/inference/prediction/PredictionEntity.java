package io.salus.inference.prediction;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Row of a prediction; the reference to its RiskAssessment and what happened are added later. The
 * plain columns are read only: what is stored now is sealed.
 */
@Entity(name = "Prediction")
@Table(name = "prediction")
class PredictionEntity {
  @Id UUID id;

  @Column(updatable = false)
  String tenant;

  @Column(updatable = false)
  UUID model;

  @Column(name = "model_name", updatable = false)
  String modelName;

  @Column(name = "model_version", updatable = false)
  int modelVersion;

  @Column(updatable = false)
  String patient;

  @Column(name = "as_of", updatable = false)
  Instant asOf;

  /** {@link PatientValues}, encrypted; null in older rows, which have the plain columns. */
  @Column(updatable = false)
  byte @Nullable [] sealed;

  @Column(insertable = false, updatable = false)
  @Nullable String inputs;

  @Column(name = "input_sha256", insertable = false, updatable = false)
  @Nullable String inputSha256;

  @Column(updatable = false)
  double margin;

  @Column(updatable = false)
  double probability;

  @Column(insertable = false, updatable = false)
  @Nullable String contributions;

  /** JSON of what the contributions add up to. */
  @Column(insertable = false, updatable = false)
  @Nullable String explanation;

  @Column(insertable = false, updatable = false)
  @Nullable String warnings;

  @Column(updatable = false)
  String outcome;

  /** Subject of the caller. */
  @Column(name = "requested_by", updatable = false)
  String requestedBy;

  @Column(name = "risk_assessment")
  @Nullable String riskAssessment;

  /** Whether what was predicted came; null while nobody knows. */
  @Column @Nullable Boolean happened;

  @Column(name = "happened_reported_at")
  @Nullable Instant happenedReportedAt;

  /** Subject of the one who said so last. */
  @Column(name = "happened_reported_by")
  @Nullable String happenedReportedBy;

  /** When the record was last asked; null when it never was. */
  @Column(name = "outcome_asked_at")
  @Nullable Instant outcomeAskedAt;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Override
  public String toString() {
    return "Prediction[" + id + "]";
  }
}
