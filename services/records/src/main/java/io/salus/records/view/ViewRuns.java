package io.salus.records.view;

import io.salus.service.errors.AppException.Unprocessable;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Runs views over stored resources on all cores: slices are read, evaluated and encoded by several
 * threads, and written by one in their order. So many slices are on their way and no more, however
 * slowly somebody reads.
 */
@ApplicationScoped
class ViewRuns {
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          cores, Thread.ofPlatform().name("records-views-", 0).daemon().factory());

  /**
   * Writes the rows of a source.
   *
   * @return rows written
   * @throws Unprocessable when the view does not fit the data
   */
  <B> long run(RowSource source, View view, RowOutput<B> output) throws IOException {
    return run(source, view, output, Long.MAX_VALUE);
  }

  /**
   * The same for the first rows of it.
   *
   * @param limit most rows
   */
  <B> long run(RowSource source, View view, RowOutput<B> output, long limit) throws IOException {
    long written = 0;
    var window = new Window<B>(source, view, output::encoder, limit);
    try {
      for (var part = window.take(); part.isPresent(); part = window.take()) {
        var rows = part.get();
        output.write(rows.encoded());
        written += rows.count();
        if (written == limit) {
          break;
        }
        window.left(limit - written);
      }
    } finally {
      window.close();
    }
    return written;
  }

  /** Encoded rows of a slice. */
  private record Part<B>(B encoded, int count) {}

  /** The slices that are on their way, oldest first. */
  private final class Window<B> {
    private final RowSource source;
    private final View view;
    private final Supplier<RowEncoder<B>> encoders;
    private final ArrayDeque<Future<Part<B>>> window = new ArrayDeque<>();

    /** With a limit one slice at a time, because each needs to know what the others left over. */
    private final int size;

    private volatile long left;
    private volatile boolean closed;

    Window(RowSource source, View view, Supplier<RowEncoder<B>> encoders, long limit) {
      this.source = source;
      this.view = view;
      this.encoders = encoders;
      this.left = limit;
      this.size = limit == Long.MAX_VALUE ? 2 * cores : 1;
    }

    void left(long rows) {
      left = rows;
    }

    Optional<Part<B>> take() throws IOException {
      while (window.size() < size) {
        var slice = source.next();
        if (slice.isEmpty()) {
          break;
        }
        window.add(threads.submit(() -> part(slice.get())));
      }
      var first = window.poll();
      return first == null ? Optional.empty() : Optional.of(await(first));
    }

    private Part<B> part(RowSource.Slice slice) {
      var encoder = encoders.get();
      if (closed) {
        return new Part<>(encoder.take(), 0);
      }
      var reader = new ViewReader(view);
      var count = new int[1];
      slice.read(
          (rid, json) -> {
            if (!closed && count[0] < left) {
              for (var row : reader.rows(json)) {
                if (count[0] < left) {
                  encoder.add(row);
                  count[0]++;
                }
              }
            }
          });
      return new Part<>(encoder.take(), count[0]);
    }

    /** What is on its way must end before its source does. */
    void close() {
      closed = true;
      window.forEach(ViewRuns::settle);
    }
  }

  private static <T> T await(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw switch (e.getCause()) {
        case ViewException wrong -> unfit(wrong);
        case RuntimeException other -> other;
        case null, default -> new IllegalStateException(e.getCause());
      };
    }
  }

  /** The view does not fit the data: its own fault, and the caller's to mend. */
  static Unprocessable unfit(ViewException e) {
    return new Unprocessable("The view does not fit the data: " + e.detail() + ".", e.place());
  }

  private static void settle(Future<?> future) {
    try {
      future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      // Nobody waits for it any more.
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
