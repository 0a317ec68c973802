package io.salus.records.transaction;

import io.salus.service.errors.AppException;

/** One entry of a Bundle, as far as it can be understood without the database. */
sealed interface Item {
  /** POST, PUT or DELETE. */
  record Write(Draft draft) implements Item {}

  /**
   * GET.
   *
   * @param path relative to the base
   * @param ifNoneMatch as {@code If-None-Match}, or empty
   */
  record Read(String path, String query, String ifNoneMatch) implements Item {}

  /** It cannot be done. */
  record Bad(AppException error) implements Item {}
}
