package io.salus.inference.prediction;

import io.salus.inference.prediction.Prediction.Contribution;
import io.salus.inference.prediction.Prediction.Sum;
import io.salus.inference.registry.ModelVersion;
import io.salus.inference.serving.ScoringModel;
import io.salus.learning.encoding.FeatureEncoding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What drove a prediction, and what makes it doubtful. */
final class Explanation {
  /** Beyond this share of missing inputs the answer is about the average patient, not this one. */
  private static final double MANY_MISSING = 0.5;

  private final ScoringModel model;
  private final double[] raw;
  private final List<String> words;
  private final io.salus.learning.fit.Explanation parts;

  /**
   * @param words what the record calls codes, in the order of the features; empty where it does not
   */
  Explanation(ScoringModel model, double[] raw, List<String> words) {
    this.model = model;
    this.raw = raw.clone();
    this.words = words;
    this.parts = model.explain(raw);
  }

  /** What the contributions add up to. */
  Sum sum() {
    return new Sum(parts.base(), parts.score(), model.unit(), parts.exact());
  }

  /** Strongest first. */
  List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < raw.length; i++) {
      contributions.add(
          new Contribution(model.inputs().get(i).name(), written(i), parts.contributions().get(i)));
    }
    contributions.sort(Comparator.comparingDouble(c -> -Math.abs(c.contribution())));
    return contributions;
  }

  private String written(int feature) {
    double value = raw[feature];
    FeatureEncoding encoding = model.encodings().get(feature);
    if (Double.isNaN(value)) {
      return "missing";
    }
    return switch (encoding.kind()) {
      case BOOLEAN -> value == 1 ? "yes" : "no";
      case CATEGORY ->
          !words.get(feature).isEmpty()
              ? words.get(feature)
              : value < 0 ? "other" : encoding.levels().get((int) value);
      case NUMBER ->
          (number(value) + " " + Unit.written(model.inputs().get(feature).unit())).trim();
    };
  }

  /** Four significant digits, without an exponent. */
  private static String number(double value) {
    return BigDecimal.valueOf(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  List<String> warnings(ModelVersion version) {
    List<String> warnings = new ArrayList<>();
    if (!version.conclusive()) {
      warnings.add(version.verdict());
    }
    int missing = 0;
    for (int i = 0; i < raw.length; i++) {
      String name = model.inputs().get(i).name();
      FeatureEncoding encoding = model.encodings().get(i);
      if (Double.isNaN(raw[i])) {
        missing++;
      } else if (encoding.width() == 0) {
        warnings.add(name + " is not used: no patient in the training data had it.");
      } else {
        switch (encoding.kind()) {
          case NUMBER -> {
            if (raw[i] < encoding.min() || raw[i] > encoding.max()) {
              warnings.add(
                  "%s is %s every value in the training data (%s to %s)."
                      .formatted(
                          name,
                          raw[i] < encoding.min() ? "below" : "above",
                          number(encoding.min()),
                          number(encoding.max())));
            }
          }
          case CATEGORY -> {
            if (raw[i] < 0) {
              warnings.add(
                  name + " has a value that the training data did not have or hardly had.");
            }
          }
          case BOOLEAN -> {
            // Both values are always known.
          }
        }
      }
    }
    if (missing > MANY_MISSING * raw.length) {
      warnings.add(
          "%d of %d inputs are missing; the figure is mostly that of an average patient."
              .formatted(missing, raw.length));
    }
    return warnings;
  }
}
