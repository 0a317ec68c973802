package io.salus.cli.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Closed-loop load: so many clients, each sending its next request when the last was answered. */
public record Load(Request request) {
  private static final long LOOK_MILLIS = 200;

  // A server that refuses at once must not be flooded by those it refused.
  private static final long PAUSE_AFTER_ERROR_MILLIS = 20;

  /** One request of a client; false when its answer was not the right one. */
  public interface Request {
    boolean send(int client, long number) throws Exception;
  }

  /** There is nothing left to ask for. */
  public static final class Exhausted extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Runs for the time given and times every request. */
  public Measured run(int clients, Duration time, Timeline timeline, String doing) {
    long started = System.nanoTime();
    long end = started + time.toNanos();
    try (var pool = Executors.newFixedThreadPool(clients)) {
      List<Future<Samples>> futures = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        futures.add(pool.submit(() -> client(client, end)));
      }
      pool.shutdown();
      while (!pool.awaitTermination(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        timeline.at(
            doing, Math.min((double) time.toSeconds(), (System.nanoTime() - started) / 1e9));
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      timeline.passed(time);
      var all = new Samples();
      for (Future<Samples> future : futures) {
        all.add(future.get());
      }
      return all.measured(seconds);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private Samples client(int client, long end) throws InterruptedException {
    var samples = new Samples();
    for (long number = 0; System.nanoTime() < end; number++) {
      long started = System.nanoTime();
      try {
        if (request.send(client, number)) {
          samples.add(System.nanoTime() - started);
          continue;
        }
      } catch (Exhausted e) {
        return samples;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        // Counted below, whatever it was.
      }
      samples.fail();
      Thread.sleep(PAUSE_AFTER_ERROR_MILLIS);
    }
    return samples;
  }
}
