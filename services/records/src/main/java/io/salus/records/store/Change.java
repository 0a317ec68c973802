package io.salus.records.store;

import io.salus.service.id.TimeOrderedId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One resource to be written.
 *
 * @param key the row's key when the resource is new
 * @param ifMatch the version that must be the present one, or 0
 * @param body packed; null for a delete
 * @param rows what finds it; null for a delete
 */
public record Change(
    Method method,
    String type,
    String id,
    UUID key,
    int ifMatch,
    @Nullable Body body,
    @Nullable IndexRows rows) {

  /** How it is written; also what history says. */
  public enum Method {
    POST,
    PUT,
    DELETE
  }

  /** A resource that is certainly new, under an id that is its key. */
  public static Change create(UUID key, String type, Body body, IndexRows rows) {
    return new Change(Method.POST, type, key.toString(), key, 0, body, rows);
  }

  /** A resource that takes the place of the one under its id, if there is one. */
  public static Change update(String type, String id, int ifMatch, Body body, IndexRows rows) {
    return new Change(Method.PUT, type, id, TimeOrderedId.next(), ifMatch, body, rows);
  }

  /** The end of a resource. */
  public static Change delete(String type, String id, int ifMatch) {
    return new Change(Method.DELETE, type, id, TimeOrderedId.next(), ifMatch, null, null);
  }

  @Override
  public String toString() {
    return method + " " + type + "/" + id;
  }
}
