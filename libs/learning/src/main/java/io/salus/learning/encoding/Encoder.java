package io.salus.learning.encoding;

import io.salus.learning.UnusableDataException;
import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a patient's raw vector into the inputs of a model. It is fitted on the training fold alone
 * and is stored with the model (it is a record of plain values, so JSON holds it exactly).
 *
 * <p>The raw vector has one number a feature in feature order: a number as itself, a boolean as 0
 * or 1, a category as index into its levels (-1 for one that was not learned), NaN for missing.
 *
 * @param features one encoding a feature, in feature order
 */
public record Encoder(List<FeatureEncoding> features) {

  /** Learns medians, means, deviations and levels from the training fold. */
  public static Encoder fit(Table training) {
    Encoder encoder = new Encoder(training.features().stream().map(FeatureEncoding::fit).toList());
    if (encoder.width() == 0) {
      throw new UnusableDataException("no feature has a value in the training fold");
    }
    return encoder;
  }

  /** Learns what a form of inputs needs; TARGET takes categories with few levels as they are. */
  public static Encoder fit(Table training, Form form) {
    Encoder encoder =
        new Encoder(
            training.features().stream()
                .map(column -> FeatureEncoding.fit(column, form(column, form), training.labels()))
                .toList());
    if (encoder.width() == 0) {
      throw new UnusableDataException("no feature has a value in the training fold");
    }
    return encoder;
  }

  private static Form form(Column column, Form form) {
    boolean few = column.levels().size() <= FeatureEncoding.MOST_LEVELS;
    return form == Form.TARGET && few ? Form.ORDINAL : form;
  }

  /** Levels of every input column that is a category, 0 for the others. */
  public int[] columnLevels() {
    return features.stream()
        .filter(feature -> feature.width() > 0)
        .flatMapToInt(
            feature ->
                feature.form() == Form.STANDARDISED
                    ? IntStream.generate(() -> 0).limit(feature.width())
                    : IntStream.of(feature.columnLevels()))
        .toArray();
  }

  /** The feature that each input column comes from. */
  public int[] columnFeatures() {
    return IntStream.range(0, features.size())
        .flatMap(i -> IntStream.generate(() -> i).limit(features.get(i).width()))
        .toArray();
  }

  /** Number of input columns of the model. */
  public int width() {
    return features.stream().mapToInt(FeatureEncoding::width).sum();
  }

  /** Raw vector of a row. The table has the encoder's features, in the same order. */
  public double[] raw(Table table, int row) {
    double[] raw = new double[features.size()];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = features.get(i).raw(column(table, i), row);
    }
    return raw;
  }

  private Column column(Table table, int feature) {
    Column column = table.features().get(feature);
    if (!column.name().equals(features.get(feature).name())) {
      throw new UnusableDataException(
          "feature "
              + column.name()
              + " stands where "
              + features.get(feature).name()
              + " belongs");
    }
    return column;
  }

  /** Raw value of a feature given as Double, Boolean or String; null is missing. */
  public double raw(int feature, @Nullable Object value) {
    return switch (value) {
      case null -> Double.NaN;
      case Boolean truth -> truth ? 1 : 0;
      case Number number -> number.doubleValue();
      default -> features.get(feature).levels().indexOf(value.toString());
    };
  }

  /** Inputs of the model for one raw vector. */
  public double[] encode(double[] raw) {
    double[] encoded = new double[width()];
    int offset = 0;
    for (int i = 0; i < raw.length; i++) {
      features.get(i).encode(raw[i], encoded, offset);
      offset += features.get(i).width();
    }
    return encoded;
  }

  /** Raw vectors of all rows of a table. */
  public double[][] raw(Table table) {
    double[][] raw = new double[table.rows()][features.size()];
    for (int j = 0; j < features.size(); j++) {
      Column column = column(table, j);
      FeatureEncoding feature = features.get(j);
      // Each level is looked up once, not once a row.
      int[] index = column.levels().stream().mapToInt(feature.levels()::indexOf).toArray();
      for (int i = 0; i < raw.length; i++) {
        double value = column.value(i);
        raw[i][j] =
            Double.isNaN(value) || feature.kind() != ColumnKind.CATEGORY
                ? value
                : index[(int) value];
      }
    }
    return raw;
  }

  /** Inputs of the model for all rows of a table, one array a row. */
  public double[][] encode(Table table) {
    double[][] rows = raw(table);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = encode(rows[i]);
    }
    return rows;
  }

  /** First input column of a feature. */
  public int offset(int feature) {
    return features.subList(0, feature).stream().mapToInt(FeatureEncoding::width).sum();
  }
}
