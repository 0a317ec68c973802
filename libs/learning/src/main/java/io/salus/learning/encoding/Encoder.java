package io.salus.learning.encoding;

import io.salus.learning.UnusableDataException;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.List;
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

  /** Number of input columns of the model. */
  public int width() {
    return features.stream().mapToInt(FeatureEncoding::width).sum();
  }

  /** Raw vector of a row. The table has the encoder's features, in the same order. */
  public double[] raw(Table table, int row) {
    double[] raw = new double[features.size()];
    for (int i = 0; i < raw.length; i++) {
      Column column = table.features().get(i);
      if (!column.name().equals(features.get(i).name())) {
        throw new UnusableDataException(
            "feature " + column.name() + " stands where " + features.get(i).name() + " belongs");
      }
      raw[i] = features.get(i).raw(column, row);
    }
    return raw;
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

  /** Inputs of the model for all rows of a table, one array a row. */
  public double[][] encode(Table table) {
    double[][] encoded = new double[table.rows()][];
    for (int i = 0; i < encoded.length; i++) {
      encoded[i] = encode(raw(table, i));
    }
    return encoded;
  }

  /** First input column of a feature. */
  public int offset(int feature) {
    return features.subList(0, feature).stream().mapToInt(FeatureEncoding::width).sum();
  }
}
