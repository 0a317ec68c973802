package io.salus.inference.serving;

import io.salus.learning.encoding.FeatureEncoding;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.List;

/** Whether the rows of a tensor are raw vectors of a model. */
final class RowCheck {
  private final List<FeatureEncoding> features;

  RowCheck(List<FeatureEncoding> features) {
    this.features = features;
  }

  /** Throws {@link InvalidInput}, which names the tensor and the element; NaN is missing. */
  void check(double[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < features.size(); j++) {
        double value = rows[i][j];
        String wrong = Double.isNaN(value) ? "" : wrong(features.get(j), value);
        if (!wrong.isEmpty()) {
          throw new InvalidInput(
              "Tensor 'features', row %d, column %d (%s): %s."
                  .formatted(i, j, features.get(j).name(), wrong),
              "features[" + i + "][" + j + "]");
        }
      }
    }
  }

  /** The value is not repeated: it may be a patient's. */
  private static String wrong(FeatureEncoding feature, double value) {
    return switch (feature.kind()) {
      case NUMBER -> Double.isInfinite(value) ? "an infinite value" : "";
      case BOOLEAN -> value == 0 || value == 1 ? "" : "a truth value must be 0 or 1";
      case CATEGORY -> {
        int last = feature.levels().size() - 1;
        yield value == Math.rint(value) && value >= -1 && value <= last
            ? ""
            : "a category must be an index from 0 to " + last + ", or -1 for any other";
      }
    };
  }
}
