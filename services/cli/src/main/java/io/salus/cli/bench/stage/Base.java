package io.salus.cli.bench.stage;

import java.util.Locale;

/**
 * What a rate is compared with: the same work by PostgreSQL's own tools.
 *
 * @param rate a second; 0 when it was not measured
 */
public record Base(double rate) {
  public static final Base NONE = new Base(0);

  public static Base floor(double rate) {
    return new Base(rate);
  }

  boolean known() {
    return rate > 0;
  }

  /** A share of it. */
  String ratio(double perSecond) {
    return String.format(Locale.ROOT, "%.2f", perSecond / rate);
  }
}
