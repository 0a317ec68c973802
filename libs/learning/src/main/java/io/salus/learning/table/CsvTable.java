package io.salus.learning.table;

import io.salus.learning.UnusableDataException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
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
 * @param categories columns whose values are names, also where they look like numbers
 */
public record CsvTable(
    String patient,
    String date,
    String label,
    Set<String> positive,
    Set<String> missing,
    Set<String> dropped,
    Set<String> categories) {
  /** In a column of so many numbers among its values a text is taken for a mistake. */
  private static final double MOSTLY = 0.5;

  /** Of a wrong cell no more than this is shown. */
  private static final int SHOWN = 40;

  /**
   * The file as a table. A column whose values are all numbers is one of numbers, one of {@code
   * true} and {@code false} of truth values, any other a category.
   *
   * @throws UnusableDataException which names line and column: where there is no label or no
   *     patient, and where a text is among numbers in a column that is not said to be a category
   */
  public Table table(Csv csv) {
    int rows = csv.rows();
    List<String> outcome = csv.column(label);
    boolean[] labels = new boolean[rows];
    for (int i = 0; i < rows; i++) {
      if (absent(outcome.get(i))) {
        throw new UnusableDataException(place(csv, i, label) + "there is no label");
      }
      labels[i] = positive.contains(outcome.get(i));
    }
    for (Set<String> named : List.of(dropped, categories)) {
      named.forEach(csv::column);
    }
    List<String> dates = date.isEmpty() ? Collections.nCopies(rows, "") : csv.column(date);
    List<Column> features = features(csv.header()).stream().map(name -> column(csv, name)).toList();
    return new Table(patients(csv), dates, labels, features, Map.of());
  }

  /** Those of a file's columns that are features. */
  public List<String> features(List<String> header) {
    return header.stream()
        .filter(name -> !name.equals(patient) && !name.equals(date) && !name.equals(label))
        .filter(name -> !dropped.contains(name))
        .toList();
  }

  private List<String> patients(Csv csv) {
    if (patient.isEmpty()) {
      return IntStream.range(0, csv.rows()).mapToObj(i -> "row-" + i).toList();
    }
    List<String> patients = csv.column(patient);
    int nobody = first(patients, this::absent);
    if (nobody >= 0) {
      throw new UnusableDataException(place(csv, nobody, patient) + "there is no patient");
    }
    return patients;
  }

  private boolean absent(String cell) {
    return cell.isEmpty() || missing.contains(cell);
  }

  private Column column(Csv csv, String name) {
    List<String> cells = csv.column(name);
    List<String> present = cells.stream().filter(cell -> !absent(cell)).distinct().toList();
    boolean named = categories.contains(name);
    if (!named && present.stream().allMatch(cell -> cell.equals("true") || cell.equals("false"))) {
      return Column.booleans(
          name,
          cells.stream()
              .mapToDouble(cell -> absent(cell) ? Double.NaN : cell.equals("true") ? 1 : 0)
              .toArray());
    }
    long numbers = named ? 0 : present.stream().filter(CsvTable::numeric).count();
    if (!named && numbers == present.size()) {
      return Column.numbers(
          name,
          cells.stream()
              .mapToDouble(cell -> absent(cell) ? Double.NaN : Double.parseDouble(cell))
              .toArray());
    }
    if (numbers > MOSTLY * present.size()) {
      int row = first(cells, cell -> !absent(cell) && !numeric(cell));
      String cell = cells.get(row);
      throw new UnusableDataException(
          place(csv, row, name)
              + "\""
              + cell.substring(0, Math.min(SHOWN, cell.length()))
              + "\" is no number, as most values of the column are; say that it stands for a"
              + " missing value, or that the column is a category");
    }
    return categories(name, cells.stream().map(cell -> absent(cell) ? "" : cell).toList());
  }

  private static int first(List<String> cells, Predicate<String> wanted) {
    return IntStream.range(0, cells.size())
        .filter(i -> wanted.test(cells.get(i)))
        .findFirst()
        .orElse(-1);
  }

  private static String place(Csv csv, int row, String column) {
    return "line " + csv.line(row) + ", column " + column + ": ";
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
