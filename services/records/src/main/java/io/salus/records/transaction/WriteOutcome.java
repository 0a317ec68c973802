package io.salus.records.transaction;

import io.salus.records.store.ResourceId;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import org.jspecify.annotations.Nullable;

/** What became of one draft. */
sealed interface WriteOutcome {
  /**
   * The resource is there as asked.
   *
   * @param created whether it is new
   * @param version as stored
   */
  record Stored(boolean created, StoredVersion version) implements WriteOutcome {}

  /** A conditional create found it; nothing was written. */
  record Existing(ResourceId id) implements WriteOutcome {}

  /**
   * It is not there any more.
   *
   * @param version of the delete, or null when there was nothing
   */
  record Deleted(@Nullable StoredVersion version) implements WriteOutcome {}

  /** Nothing was written. */
  record Failed(AppException error, boolean unresolved) implements WriteOutcome {}
}
