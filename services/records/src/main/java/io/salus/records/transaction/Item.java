package io.salus.records.transaction;

import io.salus.service.errors.AppException;

/** One entry of a Bundle, as far as it can be understood without the database. */
sealed interface Item {
  /** POST, PUT or DELETE. */
  record Write(Draft draft) implements Item {}

  /** GET of a path relative to the base. */
  record Read(String path, String query) implements Item {}

  /** It cannot be done. */
  record Bad(AppException error) implements Item {}
}
