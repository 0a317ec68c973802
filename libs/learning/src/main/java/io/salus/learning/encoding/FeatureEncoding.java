package io.salus.learning.encoding;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How one feature becomes input columns, learned from the training fold.
 *
 * <p>A number or boolean gives one column, its missing values replaced by the median (number) or
 * the mean (boolean); a category gives one column a level. A feature that was missing for some
 * training patients gets one more column that says so. Every column is standardised, so that all
 * zeros is the average training patient. A feature without a single training value gives no column.
 *
 * @param name feature name
 * @param kind what its values stand for
 * @param levels levels of a category in index order; a rare or unknown one has index -1
 * @param imputed what a missing number or boolean is replaced by
 * @param indicator whether the last column says that the value is missing
 * @param min smallest training value of a number
 * @param max largest training value of a number
 * @param missingShare share of training patients without a value
 * @param means mean of each input column
 * @param scales standard deviation of each input column; 1 where it does not vary
 */
public record FeatureEncoding(
    String name,
    ColumnKind kind,
    List<String> levels,
    double imputed,
    boolean indicator,
    double min,
    double max,
    double missingShare,
    List<Double> means,
    List<Double> scales) {

  /** More levels than this are not told apart: each costs a weight and has few patients. */
  static final int MOST_LEVELS = 30;

  /** A level that fewer patients have is not learned. */
  static final int RAREST_LEVEL = 2;

  static FeatureEncoding fit(Column column) {
    double[] present =
        IntStream.range(0, column.size())
            .filter(i -> !column.missing(i))
            .mapToDouble(column::value)
            .sorted()
            .toArray();
    int missing = column.size() - present.length;
    List<String> levels = column.kind() == ColumnKind.CATEGORY ? frequent(column) : List.of();
    FeatureEncoding shape =
        new FeatureEncoding(
            column.name(),
            column.kind(),
            levels,
            imputed(column.kind(), present),
            missing > 0 && present.length > 0,
            present.length == 0 ? 0 : present[0],
            present.length == 0 ? 0 : present[present.length - 1],
            column.size() == 0 ? 0 : (double) missing / column.size(),
            List.of(),
            List.of());
    return present.length == 0 ? shape : shape.standardised(column);
  }

  private static double imputed(ColumnKind kind, double[] sorted) {
    if (sorted.length == 0) {
      return 0;
    }
    int middle = sorted.length / 2;
    return switch (kind) {
      case NUMBER ->
          sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
      case BOOLEAN -> Arrays.stream(sorted).sum() / sorted.length;
      case CATEGORY -> -1;
    };
  }

  private static List<String> frequent(Column column) {
    Map<String, Long> counts =
        IntStream.range(0, column.size())
            .filter(i -> !column.missing(i))
            .mapToObj(column::level)
            .collect(
                Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() >= RAREST_LEVEL)
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_LEVELS)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private FeatureEncoding standardised(Column column) {
    int width = (kind == ColumnKind.CATEGORY ? levels.size() : 1) + (indicator ? 1 : 0);
    double[] sum = new double[width];
    double[] squares = new double[width];
    double[] plain = new double[width];
    for (int i = 0; i < column.size(); i++) {
      expand(raw(column, i), plain);
      for (int j = 0; j < width; j++) {
        sum[j] += plain[j];
      }
    }
    for (int i = 0; i < column.size(); i++) {
      expand(raw(column, i), plain);
      for (int j = 0; j < width; j++) {
        double off = plain[j] - sum[j] / column.size();
        squares[j] += off * off;
      }
    }
    List<Double> newMeans = new ArrayList<>();
    List<Double> newScales = new ArrayList<>();
    for (int j = 0; j < width; j++) {
      double deviation = Math.sqrt(squares[j] / column.size());
      newMeans.add(sum[j] / column.size());
      newScales.add(deviation > 1e-12 ? deviation : 1.0);
    }
    return new FeatureEncoding(
        name, kind, levels, imputed, indicator, min, max, missingShare, newMeans, newScales);
  }

  /** Number of input columns. */
  public int width() {
    return means.size();
  }

  /** The value of a table's row in this encoding: categories by this encoding's level index. */
  double raw(Column column, int row) {
    if (column.missing(row)) {
      return Double.NaN;
    }
    return kind == ColumnKind.CATEGORY ? levels.indexOf(column.level(row)) : column.value(row);
  }

  private void expand(double raw, double[] into) {
    Arrays.fill(into, 0);
    boolean missing = Double.isNaN(raw);
    if (kind == ColumnKind.CATEGORY) {
      if (!missing && raw >= 0 && raw < levels.size()) {
        into[(int) raw] = 1;
      }
    } else {
      into[0] = missing ? imputed : raw;
    }
    if (indicator) {
      into[into.length - 1] = missing ? 1 : 0;
    }
  }

  void encode(double raw, double[] target, int offset) {
    if (width() == 0) {
      return;
    }
    double[] plain = new double[width()];
    expand(raw, plain);
    for (int j = 0; j < plain.length; j++) {
      target[offset + j] = (plain[j] - means.get(j)) / scales.get(j);
    }
  }
}
