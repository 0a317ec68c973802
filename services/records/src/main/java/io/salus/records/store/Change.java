package io.salus.records.store;

import org.jspecify.annotations.Nullable;

/**
 * One resource to be written.
 *
 * @param ifMatch the version that must be the present one, 0 for any, or {@link #ABSENT}
 * @param body packed; null for a delete
 * @param rows what finds it; null for a delete
 */
public record Change(
    Method method,
    String type,
    String id,
    int ifMatch,
    @Nullable Body body,
    @Nullable IndexRows rows) {

  /** Instead of a version: there must be none. */
  public static final int ABSENT = -1;

  /** How it is written; also what history says. */
  public enum Method {
    POST,
    PUT,
    PATCH,
    DELETE
  }

  /** The end of a resource. */
  public static Change delete(String type, String id, int ifMatch) {
    return new Change(Method.DELETE, type, id, ifMatch, null, null);
  }

  @Override
  public String toString() {
    return method + " " + type + "/" + id;
  }
}
