package io.salus.records.store;

import java.time.OffsetDateTime;
import java.util.List;

/** What became of a {@link ChangeSet}. */
public sealed interface ApplyResult {

  /** All of it is durable; one row a change, in order. */
  record Applied(List<Written> written) implements ApplyResult {}

  /** Nothing of it was written. */
  record Refused(List<Refusal> refusals) implements ApplyResult {}

  /** What became of one change. For {@link Effect#ABSENT} there is no version and no time. */
  record Written(Effect effect, int version, OffsetDateTime lastUpdated) {}

  /** Position, from 0, among the changes, or the references when one is missing. */
  record Refusal(Reason reason, int index) {}

  /** How the state changed. */
  enum Effect {
    CREATED,
    UPDATED,
    DELETED,
    /** There was nothing to delete. */
    ABSENT
  }

  /** What stood against the write. */
  enum Reason {
    /** A condition matches something else than it did when it was resolved. */
    STALE_CONDITION,
    /** The present version is not the one of If-Match. */
    CONFLICT,
    /** The resource is outside the compartment that the caller may see. */
    FORBIDDEN,
    /** A referenced resource does not exist. */
    MISSING_REFERENCE
  }
}
