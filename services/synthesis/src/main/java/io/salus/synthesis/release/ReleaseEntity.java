package io.salus.synthesis.release;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** Row of a release; written last and never changed. */
@Entity(name = "Release")
@Table(name = "release")
class ReleaseEntity {
  @Id UUID id;

  @Column(updatable = false)
  String tenant;

  @Column(updatable = false)
  String generator;

  @Column(name = "snapshot_id", updatable = false)
  String snapshotId;

  @Column(name = "snapshot_sha256", updatable = false)
  String snapshotSha256;

  @Column(updatable = false)
  long rows;

  @Column(updatable = false)
  int epochs;

  @Column(updatable = false)
  long seed;

  /** JSON object. */
  @Column(updatable = false)
  String metrics;

  /** Files lie in object storage under this, a slash and their name. */
  @Column(name = "storage_prefix", updatable = false)
  String storagePrefix;

  /** Public id of the job that made it. */
  @Column(updatable = false)
  String job;

  @Column(name = "created_at", updatable = false)
  Instant createdAt;

  static ReleaseEntity of(Release release) {
    ReleaseEntity entity = new ReleaseEntity();
    entity.id = release.id();
    entity.tenant = release.tenant();
    entity.generator = release.generator().label();
    entity.snapshotId = release.snapshotId();
    entity.snapshotSha256 = release.snapshotSha256();
    entity.rows = release.rows();
    entity.epochs = release.epochs();
    entity.seed = release.seed();
    entity.metrics = release.metrics();
    entity.storagePrefix = release.storagePrefix();
    entity.job = release.job();
    entity.createdAt = release.createdAt();
    return entity;
  }

  Release toRelease() {
    return new Release(
        id,
        tenant,
        Generators.of(generator),
        snapshotId,
        snapshotSha256,
        rows,
        epochs,
        seed,
        metrics,
        storagePrefix,
        job,
        createdAt);
  }

  @Override
  public String toString() {
    return "Release[" + id + "]";
  }
}
