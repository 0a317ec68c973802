package io.salus.cli.bench.stage;

import io.salus.cli.bench.load.Measured;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What pgbench printed, in the formats of PostgreSQL 13 to 18.
 *
 * @param transactions that were done
 * @param failed that were rolled back by an error it goes on after
 */
public record PgbenchReport(double perSecond, double meanMillis, long transactions, long failed) {
  private static final Pattern RATE = Pattern.compile("(?m)^tps = ([0-9.]+)");
  private static final Pattern LATENCY = Pattern.compile("latency average = ([0-9.]+) ms");
  private static final Pattern DONE =
      Pattern.compile("number of transactions actually processed: (\\d+)");
  private static final Pattern FAILED = Pattern.compile("number of failed transactions: (\\d+)");
  private static final Pattern ERROR = Pattern.compile("(?m)^pgbench: (?:error|fatal): (.*)$");

  /** The report, unless the run ended early or said something else. */
  static Optional<PgbenchReport> parse(String output) {
    Optional<String> rate = find(RATE, output);
    Optional<String> done = find(DONE, output);
    if (rate.isEmpty() || done.isEmpty() || output.contains("Run was aborted")) {
      return Optional.empty();
    }
    return Optional.of(
        new PgbenchReport(
            Double.parseDouble(rate.get()),
            find(LATENCY, output).map(Double::parseDouble).orElse(Double.NaN),
            Long.parseLong(done.get()),
            find(FAILED, output).map(Long::parseLong).orElse(0L)));
  }

  /** The same as of any other load; pgbench knows no percentiles. */
  public Measured measured() {
    return new Measured(transactions, perSecond, meanMillis, Double.NaN, Double.NaN, failed);
  }

  /** Why a run failed, in pgbench's words. */
  static String reason(String output) {
    return find(ERROR, output).orElse("it said nothing that explains it");
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
