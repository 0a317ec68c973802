package io.salus.inference.upload;

import io.salus.service.errors.AppException.InvalidInput;

/** How a table is written. */
public enum TableFormat {
  /** RFC 4180 with a heading, in UTF-8. */
  CSV,
  /** With the columns of a snapshot: patient, label, perhaps index_date, and features. */
  PARQUET;

  static TableFormat of(String name) {
    return switch (name) {
      case "csv" -> CSV;
      case "parquet" -> PARQUET;
      default -> throw new InvalidInput("A table is csv or parquet.", "format");
    };
  }

  String extension() {
    return this == CSV ? ".csv" : ".parquet";
  }
}
