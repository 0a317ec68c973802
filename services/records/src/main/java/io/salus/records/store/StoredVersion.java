package io.salus.records.store;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * One version of a resource as it is kept.
 *
 * @param method how it came to be: POST, PUT or DELETE
 * @param body packed; null when this version is the delete
 */
public record StoredVersion(
    String type,
    String id,
    int version,
    OffsetDateTime lastUpdated,
    String method,
    @Nullable Body body) {

  /** True when this version is the end of the resource. */
  public boolean deleted() {
    return body == null;
  }

  /** The resource in JSON, UTF-8. Not for a delete. */
  public byte[] json() {
    if (body == null) {
      throw new IllegalStateException("a deleted version has no body");
    }
    return body.json(type, id, version, lastUpdated);
  }

  @Override
  public String toString() {
    return type + "/" + id + "/_history/" + version;
  }
}
