package io.salus.records.feature;

import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Amounts over time.
 *
 * @param samples oldest first
 * @param unconvertible how many were left out because of their units
 */
record Series(List<Sample> samples, int unconvertible) {
  /**
   * One amount.
   *
   * @param time null in views without time
   */
  record Sample(@Nullable Instant time, double value) {}

  @Nullable Double of(Aggregate aggregate, Scale scale) {
    if (samples.isEmpty()) {
      return null;
    }
    return switch (aggregate) {
      case LAST -> samples.getLast().value();
      case FIRST -> samples.getFirst().value();
      case MEAN -> values().average().orElseThrow();
      case MIN -> values().min().orElseThrow();
      case MAX -> values().max().orElseThrow();
      case SLOPE -> slope(scale);
      case COUNT, COUNT_DISTINCT, EXISTS, TIME_SINCE, AGE ->
          throw new IllegalArgumentException(aggregate + " is not made of amounts");
    };
  }

  /**
   * The least squares slope S<sub>xy</sub> / S<sub>xx</sub> (Montgomery, Peck and Vining,
   * Introduction to Linear Regression Analysis, 5th edition, equation 2.11), with time as x; null
   * when all are of one moment.
   */
  private @Nullable Double slope(Scale scale) {
    var origin = time(samples.getFirst());
    double[] x = samples.stream().mapToDouble(s -> scale.between(origin, time(s))).toArray();
    double meanX = DoubleStream.of(x).average().orElseThrow();
    double meanY = values().average().orElseThrow();
    double sxx = 0;
    double sxy = 0;
    for (int i = 0; i < x.length; i++) {
      double dx = x[i] - meanX;
      sxx += dx * dx;
      sxy += dx * (samples.get(i).value() - meanY);
    }
    return sxx == 0 ? null : sxy / sxx;
  }

  private DoubleStream values() {
    return samples.stream().mapToDouble(Sample::value);
  }

  private static Instant time(Sample sample) {
    if (sample.time() == null) {
      throw new IllegalStateException("an event without time in a view with time");
    }
    return sample.time();
  }
}
