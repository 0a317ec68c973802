package io.salus.records.subscription;

import java.time.OffsetDateTime;

/**
 * One row of the log of changes.
 *
 * @param method POST, PUT, PATCH or DELETE
 */
record LoggedChange(
    Position position, String type, String id, int version, String method, OffsetDateTime at) {
  boolean delete() {
    return method.equals("DELETE");
  }
}
