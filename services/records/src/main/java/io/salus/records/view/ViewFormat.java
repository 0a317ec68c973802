package io.salus.records.view;

import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The forms in which rows go out. */
enum ViewFormat {
  NDJSON("application/x-ndjson", "application/ndjson"),
  JSON("application/json", "json"),
  CSV("text/csv", "csv"),
  PARQUET("application/vnd.apache.parquet", "application/octet-stream");

  private final String mediaType;
  private final String alias;

  ViewFormat(String mediaType, String alias) {
    this.mediaType = mediaType;
    this.alias = alias;
  }

  /** As `_format` says it; also the end of file names. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  String mediaType() {
    return mediaType;
  }

  /**
   * The format that `_format` names, by code or media type.
   *
   * @throws InvalidInput when there is none of that name
   */
  static ViewFormat named(String format) {
    return find(format)
        .orElseThrow(
            () ->
                new InvalidInput(
                    "The format is not supported; these are: "
                        + Arrays.stream(values())
                            .map(ViewFormat::code)
                            .collect(Collectors.joining(", "))
                        + ".",
                    "_format"));
  }

  /** The first format that an Accept header names; NDJSON when it names none. */
  static ViewFormat accepted(String accept) {
    return Arrays.stream(accept.split(","))
        .flatMap(range -> find(range.replaceFirst(";.*", "").strip()).stream())
        .findFirst()
        .orElse(NDJSON);
  }

  /**
   * Where rows of a view go in this format.
   *
   * @param header whether CSV starts with the names of the columns
   */
  RowOutput<?> output(View view, OutputStream out, boolean header) throws IOException {
    return switch (this) {
      case NDJSON -> JsonOutput.lines(view, out);
      case JSON -> JsonOutput.array(view, out);
      case CSV -> new CsvOutput(view, out, header);
      case PARQUET -> new ParquetOutput(view, out);
    };
  }

  private static Optional<ViewFormat> find(String name) {
    var wanted = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            format ->
                format.code().equals(wanted)
                    || format.mediaType.equals(wanted)
                    || format.alias.equals(wanted))
        .findFirst();
  }
}
