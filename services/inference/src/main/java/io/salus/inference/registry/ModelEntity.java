package io.salus.inference.registry;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of the registry; never changes but for {@code promoted} and {@code canaryShare}. */
@Entity(name = "Model")
@Table(name = "model")
class ModelEntity {
  @Id UUID id;

  @Column(updatable = false)
  String tenant;

  @Column(updatable = false)
  String name;

  @Column(updatable = false)
  int version;

  @Column boolean promoted;

  /** Of 100 patients; null unless it is the canary. */
  @Column(name = "canary_share")
  @Nullable Integer canaryShare;

  @Column(updatable = false)
  boolean shared;

  @Column(updatable = false)
  String algorithm;

  @Column(updatable = false)
  String outcome;

  /** JSON array of names in tensor order. */
  @Column(updatable = false)
  String features;

  @Column(updatable = false)
  String provenance;

  @Column(updatable = false)
  String metrics;

  @Column(name = "artefact_key", updatable = false)
  String artefactKey;

  @Column(name = "artefact_sha256", updatable = false)
  String artefactSha256;

  /** Public id of the job that made it. */
  @Column(updatable = false)
  String job;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  @Override
  public String toString() {
    return "Model[" + id + "]";
  }
}
