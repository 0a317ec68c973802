package io.salus.learning.encoding;

import io.salus.learning.UnusableDataException;
import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Fits one scale to many columns that are the same thing measured at many places or times: the
 * pixels of a picture, the steps of a sequence. Each column's own scale would blow up what hardly
 * varies, such as a picture's edge.
 */
public final class SharedScale {
  private SharedScale() {}

  /**
   * Learns a mean and a deviation a channel from all its columns; column j is of channel {@code j
   * mod channels}. A missing value is encoded as the mean.
   *
   * @throws UnusableDataException when a column is a category, or a channel has no value
   */
  public static Encoder fit(Table training, int channels) {
    List<Column> columns = training.features();
    double[] means = new double[channels];
    double[] scales = new double[channels];
    for (int channel = 0; channel < channels; channel++) {
      double count = 0;
      double squares = 0;
      for (int j = channel; j < columns.size(); j += channels) {
        Column column = columns.get(j);
        if (column.kind() == ColumnKind.CATEGORY) {
          throw new UnusableDataException(
              "column "
                  + column.name()
                  + " is no number; a picture or a sequence is made of numbers");
        }
        for (int i = 0; i < column.size(); i++) {
          if (!column.missing(i)) {
            count++;
            double off = column.value(i) - means[channel];
            means[channel] += off / count;
            squares += off * (column.value(i) - means[channel]);
          }
        }
      }
      if (count == 0) {
        throw new UnusableDataException("a channel has no value in the training fold");
      }
      double deviation = Math.sqrt(squares / count);
      scales[channel] = deviation > 1e-12 ? deviation : 1;
    }
    List<FeatureEncoding> features = new ArrayList<>();
    for (int j = 0; j < columns.size(); j++) {
      features.add(
          FeatureEncoding.shared(columns.get(j), means[j % channels], scales[j % channels]));
    }
    return new Encoder(features);
  }
}
