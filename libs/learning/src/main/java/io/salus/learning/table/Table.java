package io.salus.learning.table;

import io.salus.learning.UnusableDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Features and label of patients; one row is one patient at one index date. */
public final class Table {
  private final List<String> patients;
  private final List<String> indexDates;
  private final boolean[] labels;
  private final List<Column> features;
  private final Map<String, String> metadata;

  /**
   * @param patients logical ids, one a row
   * @param indexDates ISO 8601 dates or moments, one a row; empty text where there is none
   * @param labels whether the outcome came, one a row
   * @param features columns in feature order
   * @param metadata key-value metadata of the file, for example the feature set's definition
   */
  public Table(
      List<String> patients,
      List<String> indexDates,
      boolean[] labels,
      List<Column> features,
      Map<String, String> metadata) {
    this.patients = List.copyOf(patients);
    this.indexDates = List.copyOf(indexDates);
    this.labels = labels.clone();
    this.features = List.copyOf(features);
    this.metadata = Map.copyOf(metadata);
    for (Column feature : features) {
      if (feature.size() != patients.size()) {
        throw new UnusableDataException(
            "column " + feature.name() + " has " + feature.size() + " rows, not " + rows());
      }
    }
    if (labels.length != patients.size() || indexDates.size() != patients.size()) {
      throw new UnusableDataException("patients, index dates and labels differ in number");
    }
  }

  public int rows() {
    return patients.size();
  }

  public List<String> patients() {
    return patients;
  }

  public List<String> indexDates() {
    return indexDates;
  }

  public boolean label(int row) {
    return labels[row];
  }

  /** All labels, a copy. */
  public boolean[] labels() {
    return labels.clone();
  }

  public int positives() {
    int count = 0;
    for (boolean label : labels) {
      count += label ? 1 : 0;
    }
    return count;
  }

  public List<Column> features() {
    return features;
  }

  public Map<String, String> metadata() {
    return metadata;
  }

  /** Of all patients, outcomes and values, in order. */
  public long checksum() {
    long sum = 31L * patients.hashCode() + Arrays.hashCode(labels);
    for (Column feature : features) {
      sum = 31 * sum + Arrays.hashCode(feature.values());
    }
    return sum;
  }

  /** The same table with these rows only, in this order. */
  public Table rows(int[] rows) {
    boolean[] kept = new boolean[rows.length];
    for (int i = 0; i < rows.length; i++) {
      kept[i] = labels[rows[i]];
    }
    return new Table(
        IntStream.of(rows).mapToObj(patients::get).toList(),
        IntStream.of(rows).mapToObj(indexDates::get).toList(),
        kept,
        features.stream().map(column -> column.rows(rows)).toList(),
        metadata);
  }
}
