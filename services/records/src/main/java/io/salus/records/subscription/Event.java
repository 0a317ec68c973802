package io.salus.records.subscription;

import io.salus.records.store.StoredVersion;
import org.jspecify.annotations.Nullable;

/**
 * What a stream says next.
 *
 * @param position to go on from
 * @param criteria position, from 0, of the first criteria that match
 * @param change what has changed; null for events that are about the stream
 * @param version the resource as it is now, when it is to be shown
 */
record Event(
    Kind kind,
    Position position,
    int criteria,
    @Nullable LoggedChange change,
    @Nullable StoredVersion version) {

  enum Kind {
    /** The stream has begun. */
    READY,
    /** A resource that matches is new. */
    CREATED,
    /** A resource that matches has a new version. */
    UPDATED,
    /** A resource that matched has a version that does not. */
    LEFT,
    /** A resource that matched was deleted. */
    DELETED,
    /** Nothing has happened up to here. */
    ALIVE,
    /** The log does not go back to where the reader left. */
    RESET,
    /** The reader takes nothing; the stream ends. */
    SLOW,
    /** The token has expired; the stream ends. */
    EXPIRED
  }

  static Event of(Kind kind, Position position) {
    return new Event(kind, position, 0, null, null);
  }
}
