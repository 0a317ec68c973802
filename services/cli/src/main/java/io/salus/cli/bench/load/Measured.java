package io.salus.cli.bench.load;

/**
 * What came of a load. A time that is not known is NaN.
 *
 * @param done how many succeeded
 * @param perSecond the same, a second
 * @param errors what failed or was answered wrongly; not among the others
 */
public record Measured(
    long done,
    double perSecond,
    double meanMillis,
    double p50Millis,
    double p99Millis,
    long errors) {

  /** Work that has no single requests to time. */
  public static Measured rate(long done, double seconds, long errors) {
    return new Measured(done, done / seconds, Double.NaN, Double.NaN, Double.NaN, errors);
  }

  public Measured withErrors(long more) {
    return new Measured(done, perSecond, meanMillis, p50Millis, p99Millis, errors + more);
  }
}
