package io.salus.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * A progress bar with an estimate of the time left. On a terminal it redraws one line; elsewhere it
 * prints a line at each quarter, so that logs stay readable. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {
  private static final int WIDTH = 28;
  private static final long REDRAW_NANOS = 100_000_000L;

  private final PrintStream err;
  private final boolean terminal;
  private final String title;
  private final String unit;
  private final long started = System.nanoTime();
  private final long total;
  private double share;
  private String message = "";
  private double etaSeconds = -1;
  private long drawn;
  private int quarter;
  private int lineLength;
  private boolean closed;

  Progress(PrintStream err, boolean terminal, String title, long total, String unit) {
    this.err = err;
    this.terminal = terminal;
    this.title = title;
    this.total = total;
    this.unit = unit;
    if (!terminal) {
      err.println(title + " ...");
    }
  }

  /** So many of the total are done. */
  public void at(long done) {
    update(total == 0 ? 1 : (double) done / total, done + "/" + total + " " + unit, -1);
  }

  /**
   * A share from 0 to 1, what is being done, and seconds left (negative: estimate from the share).
   */
  public synchronized void update(double newShare, String newMessage, double newEtaSeconds) {
    if (closed) {
      return;
    }
    share = Math.clamp(newShare, 0, 1);
    message = newMessage;
    etaSeconds = newEtaSeconds;
    long now = System.nanoTime();
    if (terminal && (now - drawn > REDRAW_NANOS || share >= 1)) {
      drawn = now;
      draw();
    } else if (!terminal && share < 1 && (int) (share * 4) > quarter) {
      quarter = (int) (share * 4);
      err.println("  " + title + ": " + line());
      err.flush();
    }
  }

  /** Ends the bar and leaves one line that says what came out. */
  public synchronized void done(String result) {
    if (closed) {
      return;
    }
    closed = true;
    String line = "  " + title + ": " + result + " (" + span(elapsedSeconds()) + ")";
    err.println(terminal ? "\r" + pad("✓" + line.substring(1)) : line);
    err.flush();
  }

  /** Ends a bar that did not reach its end, so that the error starts on a line of its own. */
  @Override
  public synchronized void close() {
    if (!closed && terminal) {
      err.println();
    }
    closed = true;
  }

  public synchronized double elapsedSeconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  private void draw() {
    int filled = (int) Math.round(share * WIDTH);
    String bar = "█".repeat(filled) + "░".repeat(WIDTH - filled);
    err.print("\r" + pad("  " + title + " " + bar + " " + line()));
    err.flush();
  }

  private String pad(String line) {
    int length = line.length();
    String padded = line + " ".repeat(Math.max(0, lineLength - length));
    lineLength = length;
    return padded;
  }

  private String line() {
    double eta = etaSeconds >= 0 ? etaSeconds : estimate();
    return String.format(
        Locale.ROOT,
        "%3.0f %%  %s%s",
        share * 100,
        message,
        eta < 0 || share >= 1 ? "" : "  about " + span(eta) + " left");
  }

  private double estimate() {
    double elapsed = elapsedSeconds();
    return share < 0.02 || elapsed < 1 ? -1 : elapsed / share * (1 - share);
  }

  /** Seconds as people say them: `8 s`, `2 min 05 s`. */
  public static String span(double seconds) {
    var duration = Duration.ofMillis(Math.round(seconds * 1000));
    if (duration.toMinutes() == 0) {
      return seconds < 10
          ? String.format(Locale.ROOT, "%.1f s", seconds)
          : Math.round(seconds) + " s";
    }
    return String.format(
        Locale.ROOT, "%d min %02d s", duration.toMinutes(), duration.toSecondsPart());
  }
}
