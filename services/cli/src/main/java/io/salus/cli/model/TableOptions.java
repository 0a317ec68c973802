package io.salus.cli.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.Api;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A table of one's own to train on, and what its columns are. */
final class TableOptions {
  @Option(
      names = "--file",
      paramLabel = "FILE",
      description =
          "A table of your own: .csv with a heading, or .parquet with the columns of a snapshot.")
  private @Nullable Path file;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "CSV: column of the outcome. Default: label.")
  private @Nullable String label;

  @Option(
      names = "--positive",
      paramLabel = "VALUE",
      description = "CSV: its value when the outcome came; may be repeated. Default: 1 and true.")
  private List<String> positive = new ArrayList<>();

  @Option(
      names = "--patient",
      paramLabel = "COLUMN",
      description = "CSV: column of patient ids. Default: every row is a patient.")
  private @Nullable String patient;

  @Option(names = "--date", paramLabel = "COLUMN", description = "CSV: column of index dates.")
  private @Nullable String date;

  @Option(
      names = "--missing",
      paramLabel = "TEXT",
      description = "CSV: stands for a missing value, besides nothing; may be repeated.")
  private List<String> missing = new ArrayList<>();

  @Option(
      names = "--drop",
      paramLabel = "COLUMN",
      description = "CSV: is no input; may be repeated.")
  private List<String> dropped = new ArrayList<>();

  @Option(
      names = "--category",
      paramLabel = "COLUMN",
      description = "CSV: has names, also where they look like numbers; may be repeated.")
  private List<String> categories = new ArrayList<>();

  @Option(
      names = "--outcome",
      paramLabel = "TEXT",
      description = "What the prediction means, for people.")
  private @Nullable String outcome;

  boolean given() {
    return file != null;
  }

  /** Brings the file, and gives what a training is to be told about it. */
  ObjectNode bring(Api api) {
    Path table = file;
    if (table == null || !Files.isRegularFile(table)) {
      throw new Failure(Exit.WRONG_ARGUMENTS, table + " is no file.", "See: ./salus train --help");
    }
    try {
      String id =
          api.upload("/models/tables", table, contentType(table))
              .require(201)
              .json()
              .path("table")
              .asText();
      return columns().put("id", id);
    } catch (IOException e) {
      throw new Failure(
          Exit.FAILED, table + " could not be sent (" + e.getMessage() + ").", "Try it again.", e);
    }
  }

  private ObjectNode columns() {
    ObjectNode json = Json.object();
    put(json, "label", label);
    put(json, "patient", patient);
    put(json, "date", date);
    put(json, "outcome", outcome);
    put(json, "positive", positive);
    put(json, "missing", missing);
    put(json, "dropped", dropped);
    put(json, "categories", categories);
    return json;
  }

  private static void put(ObjectNode json, String name, @Nullable String value) {
    if (value != null) {
      json.put(name, value);
    }
  }

  private static void put(ObjectNode json, String name, List<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = json.putArray(name);
      values.forEach(list::add);
    }
  }

  private static String contentType(Path file) {
    String name = file.toString();
    if (name.endsWith(".csv")) {
      return "text/csv";
    }
    if (name.endsWith(".parquet")) {
      return "application/vnd.apache.parquet";
    }
    throw new Failure(
        Exit.WRONG_ARGUMENTS,
        "The name of a table ends with .csv or .parquet.",
        "See: ./salus train --help");
  }
}
