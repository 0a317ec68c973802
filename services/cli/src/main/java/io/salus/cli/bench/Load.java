package io.salus.cli.bench;

import io.salus.cli.terminal.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Closed-loop load: so many clients, each sending its next request when the last was answered. */
final class Load {
  /** One request of a client; false when it was answered by an error. */
  interface Request {
    boolean send(int client, long number) throws Exception;
  }

  private final Request request;

  Load(Request request) {
    this.request = request;
  }

  /** Runs for the time given and measures every request. */
  Measured run(int clients, Duration time, Progress progress, String doing) {
    long end = System.nanoTime() + time.toNanos();
    long started = System.nanoTime();
    try (var pool = Executors.newFixedThreadPool(clients)) {
      List<Future<Samples>> futures = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        futures.add(pool.submit(() -> client(client, end)));
      }
      while (System.nanoTime() < end) {
        double share = (double) (System.nanoTime() - started) / time.toNanos();
        progress.update(share, doing, time.toSeconds() * (1 - share));
        io.salus.cli.api.Api.pause(Duration.ofMillis(200));
      }
      var all = new Samples();
      for (Future<Samples> future : futures) {
        all.add(future.get());
      }
      return all.measured((System.nanoTime() - started) / 1e9);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Samples client(int client, long end) {
    var samples = new Samples();
    for (long number = 0; System.nanoTime() < end; number++) {
      long started = System.nanoTime();
      boolean ok;
      try {
        ok = request.send(client, number);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return samples;
      } catch (Exception e) {
        ok = false;
      }
      samples.add(System.nanoTime() - started, ok);
    }
    return samples;
  }

  /**
   * What came out.
   *
   * @param errors requests that failed; they are not among the others
   */
  record Measured(double perSecond, double p50Millis, double p99Millis, long errors) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%,.0f/s, p50 %.1f ms, p99 %.1f ms, %d errors",
          perSecond,
          p50Millis,
          p99Millis,
          errors);
    }
  }

  /** Latencies of one client. */
  private static final class Samples {
    private long[] nanos = new long[4096];
    private int count;
    private long errors;

    void add(long duration, boolean ok) {
      if (!ok) {
        errors++;
        return;
      }
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, count * 2);
      }
      nanos[count++] = duration;
    }

    void add(Samples other) {
      for (int i = 0; i < other.count; i++) {
        add(other.nanos[i], true);
      }
      errors += other.errors;
    }

    Measured measured(double seconds) {
      long[] sorted = Arrays.copyOf(nanos, count);
      Arrays.sort(sorted);
      return new Measured(count / seconds, at(sorted, 0.5), at(sorted, 0.99), errors);
    }

    private static double at(long[] sorted, double share) {
      return sorted.length == 0
          ? 0
          : sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))] / 1e6;
    }
  }
}
