package io.salus.cli.bench.load;

import java.util.Arrays;

/** Latencies in nanoseconds, kept one by one, and what failed. For use by one thread. */
public final class Samples {
  private long[] nanos = new long[4096];
  private int count;
  private long errors;

  public void add(long duration) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, count * 2);
    }
    nanos[count++] = duration;
  }

  public void fail() {
    errors++;
  }

  void add(Samples other) {
    for (int i = 0; i < other.count; i++) {
      add(other.nanos[i]);
    }
    errors += other.errors;
  }

  public Measured measured(double seconds) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    double mean = count == 0 ? Double.NaN : Arrays.stream(sorted).average().orElse(0) / 1e6;
    return new Measured(
        count, count / seconds, mean, percentile(sorted, 0.5), percentile(sorted, 0.99), errors);
  }

  /** Nearest rank: the smallest value that at least this share of all does not exceed. */
  private static double percentile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int rank = (int) Math.ceil(share * sorted.length);
    return sorted[Math.max(1, rank) - 1] / 1e6;
  }
}
