package io.salus.records.transaction;

import io.salus.service.errors.AppException;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** One entry of a Bundle, as far as it can be understood without the database. */
sealed interface Item {
  /** POST, PUT or DELETE. */
  record Write(Draft draft) implements Item {}

  /**
   * GET.
   *
   * @param path relative to the base
   * @param ifNoneMatch as {@code If-None-Match}, or empty
   * @param ifModifiedSince looked at where there is no {@code ifNoneMatch}
   */
  record Read(
      String path, String query, String ifNoneMatch, @Nullable OffsetDateTime ifModifiedSince)
      implements Item {}

  /** It cannot be done. */
  record Bad(AppException error) implements Item {}
}
