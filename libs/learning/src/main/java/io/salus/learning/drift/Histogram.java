package io.salus.learning.drift;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How many patients had which values of a feature. A number is in one of at most ten bins that had
 * equally many patients in the training data; a category has a bin for each of its frequent levels
 * and one for all others. The last bin is that of missing values.
 *
 * @param edges upper ends of all bins of numbers but the last, which has none
 * @param levels of a category; empty for numbers and truth values
 * @param counts patients in each bin
 */
public record Histogram(List<Double> edges, List<String> levels, List<Long> counts) {
  private static final int MOST_BINS = 10;

  /** Rarer levels are not told apart: their shares say little. */
  private static final int MOST_LEVELS = 20;

  public Histogram {
    edges = List.copyOf(edges);
    levels = List.copyOf(levels);
    counts = List.copyOf(counts);
  }

  /** Bins and counts of the training data. */
  public static Histogram of(Column column) {
    boolean category = column.kind() == ColumnKind.CATEGORY;
    Histogram empty =
        new Histogram(
            category ? List.of() : edges(column),
            category ? frequent(column) : List.of(),
            List.of());
    return empty.count(column);
  }

  /** The same bins, with the counts of other patients. */
  public Histogram count(Column column) {
    boolean category = column.kind() == ColumnKind.CATEGORY;
    long[] found = new long[(category ? levels.size() : edges.size()) + 2];
    for (int row = 0; row < column.size(); row++) {
      int bin = found.length - 1;
      if (!column.missing(row)) {
        bin = category ? bin(column.level(row)) : bin(column.value(row));
      }
      found[bin]++;
    }
    return new Histogram(edges, levels, Arrays.stream(found).boxed().toList());
  }

  /** How much later patients differ. */
  public StabilityIndex compare(Histogram later) {
    return StabilityIndex.of(counts, later.counts);
  }

  /** Share of patients without a value. */
  public double missing() {
    long all = counts.stream().mapToLong(Long::longValue).sum();
    return all == 0 ? 0 : (double) counts.getLast() / all;
  }

  private int bin(double value) {
    for (int i = 0; i < edges.size(); i++) {
      if (value <= edges.get(i)) {
        return i;
      }
    }
    return edges.size();
  }

  private int bin(String level) {
    int at = levels.indexOf(level);
    return at < 0 ? levels.size() : at;
  }

  private static List<Double> edges(Column column) {
    double[] sorted =
        Arrays.stream(column.values()).filter(value -> !Double.isNaN(value)).sorted().toArray();
    List<Double> edges = new ArrayList<>();
    for (int i = 1; i < MOST_BINS && sorted.length > 0; i++) {
      double edge = sorted[(int) Math.min(sorted.length - 1, (long) sorted.length * i / MOST_BINS)];
      // A value that many have is one bin.
      if (edges.isEmpty() || edge > edges.getLast()) {
        edges.add(edge);
      }
    }
    return edges;
  }

  private static List<String> frequent(Column column) {
    long[] counts = new long[column.levels().size()];
    for (int row = 0; row < column.size(); row++) {
      if (!column.missing(row)) {
        counts[(int) column.value(row)]++;
      }
    }
    return IntStream.range(0, counts.length)
        .boxed()
        .filter(level -> counts[level] > 0)
        .sorted(Comparator.comparingLong((Integer level) -> -counts[level]))
        .limit(MOST_LEVELS)
        .map(level -> column.levels().get(level))
        .toList();
  }
}
