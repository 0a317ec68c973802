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
 * <p>In the form STANDARDISED a number or boolean gives one column, its missing values replaced by
 * the median (number) or the mean (boolean); a category gives one column a level. A feature that
 * was missing for some training patients gets one more column that says so. Every column is
 * standardised, so that all zeros is the average training patient. A feature without a single
 * training value gives no column. In the other forms it gives one column that is not standardised.
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
 * @param form what kind of columns these are
 * @param targets what stands for each level of a category in the form TARGET, and last for missing
 *     values and other levels; else empty
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
    List<Double> scales,
    Form form,
    List<Double> targets) {

  /** More levels than this are not told apart: each costs a weight and has few patients. */
  static final int MOST_LEVELS = 30;

  /** A level that fewer patients have is not learned. */
  static final int RAREST_LEVEL = 2;

  /** As many as trees put into bins. */
  static final int MOST_ORDINAL_LEVELS = 254;

  /** Patients of the whole training fold that every level's share is mixed with. */
  private static final double PRIOR_PATIENTS = 20;

  /** Files from before there were forms have only one. */
  @SuppressWarnings("NullAway") // JSON leaves out what a file does not have.
  public FeatureEncoding {
    form = form == null ? Form.STANDARDISED : form;
    targets = targets == null ? List.of() : List.copyOf(targets);
  }

  static FeatureEncoding fit(Column column) {
    return fit(column, Form.STANDARDISED, new boolean[0]);
  }

  /**
   * @param outcomes one a row; the form TARGET alone asks for them
   */
  static FeatureEncoding fit(Column column, Form form, boolean[] outcomes) {
    double[] present =
        IntStream.range(0, column.size())
            .filter(i -> !column.missing(i))
            .mapToDouble(column::value)
            .sorted()
            .toArray();
    int missing = column.size() - present.length;
    List<String> levels = column.kind() == ColumnKind.CATEGORY ? frequent(column, form) : List.of();
    FeatureEncoding shape =
        new FeatureEncoding(
            column.name(),
            column.kind(),
            levels,
            imputed(column.kind(), present),
            form == Form.STANDARDISED && missing > 0 && present.length > 0,
            present.length == 0 ? 0 : present[0],
            present.length == 0 ? 0 : present[present.length - 1],
            column.size() == 0 ? 0 : (double) missing / column.size(),
            List.of(),
            List.of(),
            form,
            List.of());
    if (present.length == 0) {
      return shape;
    }
    return form == Form.STANDARDISED ? shape.standardised(column) : shape.plain(column, outcomes);
  }

  /** One of many columns on the same scale; the mean stands for missing values. */
  static FeatureEncoding shared(Column column, double mean, double scale) {
    FeatureEncoding range = fit(column, Form.ORDINAL, new boolean[0]);
    return new FeatureEncoding(
        column.name(),
        column.kind(),
        List.of(),
        mean,
        false,
        range.min,
        range.max,
        range.missingShare,
        List.of(mean),
        List.of(scale),
        Form.SHARED,
        List.of());
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

  private static List<String> frequent(Column column, Form form) {
    int most =
        switch (form) {
          case STANDARDISED, SHARED -> MOST_LEVELS;
          case ORDINAL -> MOST_ORDINAL_LEVELS;
          case TARGET -> Integer.MAX_VALUE;
        };
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
        .limit(most)
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
        name,
        kind,
        levels,
        imputed,
        indicator,
        min,
        max,
        missingShare,
        newMeans,
        newScales,
        form,
        List.of());
  }

  private FeatureEncoding plain(Column column, boolean[] outcomes) {
    return new FeatureEncoding(
        name,
        kind,
        levels,
        imputed,
        indicator,
        min,
        max,
        missingShare,
        List.of(0.0),
        List.of(1.0),
        form,
        form == Form.TARGET && kind == ColumnKind.CATEGORY ? shares(column, outcomes) : List.of());
  }

  /**
   * {@code (n_i y_i + m y) / (n_i + m)} of every level with n_i patients, a share y_i of them with
   * the outcome, where y is the share of all and m a number of patients. Micci-Barreca, "A
   * preprocessing scheme for high-cardinality categorical attributes", SIGKDD Explorations 3
   * (2001), eq. 4 with the weight n / (n + m).
   */
  private List<Double> shares(Column column, boolean[] outcomes) {
    double[] positives = new double[levels.size() + 1];
    double[] patients = new double[levels.size() + 1];
    double all = 0;
    for (int i = 0; i < column.size(); i++) {
      int level = slot(raw(column, i));
      patients[level]++;
      positives[level] += outcomes[i] ? 1 : 0;
      all += outcomes[i] ? 1 : 0;
    }
    List<Double> shares = new ArrayList<>();
    for (int i = 0; i < patients.length; i++) {
      double prior = PRIOR_PATIENTS * all / column.size();
      shares.add((positives[i] + prior) / (patients[i] + PRIOR_PATIENTS));
    }
    return shares;
  }

  private int slot(double raw) {
    return Double.isNaN(raw) || raw < 0 ? levels.size() : (int) raw;
  }

  /** Levels of the input column, where it is a category; else 0. */
  public int columnLevels() {
    return form == Form.ORDINAL && kind == ColumnKind.CATEGORY ? Math.max(1, levels.size()) : 0;
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
    if (form == Form.SHARED) {
      target[offset] = Double.isNaN(raw) ? 0 : (raw - means.getFirst()) / scales.getFirst();
      return;
    }
    if (form != Form.STANDARDISED) {
      boolean unknown = kind == ColumnKind.CATEGORY && raw < 0;
      target[offset] = targets.isEmpty() ? (unknown ? Double.NaN : raw) : targets.get(slot(raw));
      return;
    }
    double[] plain = new double[width()];
    expand(raw, plain);
    for (int j = 0; j < plain.length; j++) {
      target[offset + j] = (plain[j] - means.get(j)) / scales.get(j);
    }
  }
}
