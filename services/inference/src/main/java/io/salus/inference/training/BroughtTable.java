package io.salus.inference.training;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.salus.inference.upload.TableFormat;
import io.salus.inference.upload.UploadedTables;
import io.salus.learning.table.CsvTable;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A table that was brought, and what its columns are; see TrainingTable of the contract. All but id
 * and outcome are for CSV.
 */
public record BroughtTable(
    String id,
    String label,
    List<String> positive,
    String patient,
    String date,
    List<String> missing,
    List<String> dropped,
    List<String> categories,
    String outcome) {
  private static final int LONGEST_OUTCOME = 200;

  @JsonCreator
  public static BroughtTable of(
      @JsonProperty("id") @Nullable String id,
      @JsonProperty("label") @Nullable String label,
      @JsonProperty("positive") @Nullable List<String> positive,
      @JsonProperty("patient") @Nullable String patient,
      @JsonProperty("date") @Nullable String date,
      @JsonProperty("missing") @Nullable List<String> missing,
      @JsonProperty("dropped") @Nullable List<String> dropped,
      @JsonProperty("categories") @Nullable List<String> categories,
      @JsonProperty("outcome") @Nullable String outcome) {
    return new BroughtTable(
        text(id),
        text(label),
        list(positive),
        text(patient),
        text(date),
        list(missing),
        list(dropped),
        list(categories),
        text(outcome));
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private static List<String> list(@Nullable List<String> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  /** Throws {@link InvalidInput} for what can be seen without the file. */
  void check() {
    if (id.isBlank()) {
      throw new InvalidInput("A table has an id.", "table.id");
    }
    if (outcome.length() > LONGEST_OUTCOME) {
      throw new InvalidInput(
          "What the outcome is has at most " + LONGEST_OUTCOME + " characters.", "table.outcome");
    }
    boolean described =
        !(label + patient + date).isEmpty()
            || !(positive.isEmpty()
                && missing.isEmpty()
                && dropped.isEmpty()
                && categories.isEmpty());
    if (described && format() == TableFormat.PARQUET) {
      throw new InvalidInput(
          "A Parquet table says by itself what its columns are: patient, label, index_date and"
              + " features.",
          "table");
    }
  }

  @JsonIgnore
  TableFormat format() {
    return UploadedTables.format(id);
  }

  @JsonIgnore
  String labelColumn() {
    return label.isEmpty() ? "label" : label;
  }

  @JsonIgnore
  List<String> positiveValues() {
    return positive.isEmpty() ? List.of("1", "true") : positive;
  }

  /** What the probability is of, for people. */
  @JsonIgnore
  String meaning() {
    return outcome.isEmpty()
        ? labelColumn()
            + (format() == TableFormat.CSV ? " is " + String.join(" or ", positiveValues()) : "")
        : outcome;
  }

  @JsonIgnore
  CsvTable columns() {
    return new CsvTable(
        patient,
        date,
        labelColumn(),
        Set.copyOf(positiveValues()),
        Set.copyOf(missing),
        Set.copyOf(dropped),
        Set.copyOf(categories));
  }
}
