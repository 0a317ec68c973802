package io.salus.learning.table;

import io.salus.learning.UnusableDataException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What the columns of a CSV file are.
 *
 * @param patient column of patient ids; empty where every row is a patient of its own
 * @param date column of index dates; empty where there is none
 * @param label column of the outcome
 * @param positive values of the label that mean the outcome came
 * @param missing texts that stand for no value, besides the empty one
 * @param dropped columns that are no features
 */
public record CsvTable(
    String patient,
    String date,
    String label,
    Set<String> positive,
    Set<String> missing,
    Set<String> dropped) {

  /**
   * The file as a table. A column whose values are all numbers is one of numbers, one of {@code
   * true} and {@code false} of truth values, any other a category.
   */
  public Table table(Csv csv) {
    int rows = csv.rows();
    List<String> outcome = csv.column(label);
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      if (absent(outcome.get(i))) {
        throw new UnusableDataException("row " + (i + 1) + " lacks its label");
      }
      labels[i] = positive.contains(outcome.get(i));
    }
    List<String> patients =
        patient.isEmpty()
            ? IntStream.range(0, rows).mapToObj(i -> "row-" + i).toList()
            : csv.column(patient);
    List<String> dates = date.isEmpty() ? Collections.nCopies(rows, "") : csv.column(date);
    List<Column> features =
        csv.header().stream()
            .filter(name -> !name.equals(patient) && !name.equals(date) && !name.equals(label))
            .filter(name -> !dropped.contains(name))
            .map(name -> column(name, csv.column(name)))
            .toList();
    return new Table(patients, dates, labels, features, Map.of());
  }

  private boolean absent(String cell) {
    return cell.isEmpty() || missing.contains(cell);
  }

  private Column column(String name, List<String> cells) {
    List<String> present = cells.stream().filter(cell -> !absent(cell)).distinct().toList();
    if (present.stream().allMatch(cell -> cell.equals("true") || cell.equals("false"))) {
      return Column.booleans(
          name,
          cells.stream()
              .mapToDouble(cell -> absent(cell) ? Double.NaN : cell.equals("true") ? 1 : 0)
              .toArray());
    }
    if (present.stream().allMatch(CsvTable::numeric)) {
      return Column.numbers(
          name,
          cells.stream()
              .mapToDouble(cell -> absent(cell) ? Double.NaN : Double.parseDouble(cell))
              .toArray());
    }
    return categories(name, cells.stream().map(cell -> absent(cell) ? "" : cell).toList());
  }

  /** A category by its texts; the empty one is missing. */
  public static Column categories(String name, List<String> texts) {
    List<String> levels =
        List.copyOf(new TreeSet<>(texts)).stream().filter(t -> !t.isEmpty()).toList();
    return Column.categories(
        name,
        texts.stream()
            .mapToDouble(
                text -> text.isEmpty() ? Double.NaN : Collections.binarySearch(levels, text))
            .toArray(),
        levels);
  }

  private static boolean numeric(String cell) {
    try {
      return Double.isFinite(Double.parseDouble(cell)) && !cell.matches(".*[dDfF]");
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
