package io.salus.inference.batching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that wait for the same threads: those of the workers, or one event loop. */
final class Lane {
  /** What a level of priority costs: about what a busy small model takes for a full queue. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

  /** Requests of other shapes that are looked past for one batch. */
  private static final int MOST_PASSED = 256;

  private final int threads;
  private final AtomicInteger waiting;
  private final PriorityQueue<Ticket> queue =
      new PriorityQueue<>(Comparator.comparingLong(Lane::rank));
  private int running;

  /**
   * @param threads that compute for it at most
   * @param waiting rows that wait in this lane and its neighbours
   */
  Lane(int threads, AtomicInteger waiting) {
    this.threads = threads;
    this.waiting = waiting;
  }

  private static long rank(Ticket ticket) {
    return ticket.queuedAt() + (ticket.priority() - Ticket.HIGHEST) * PATIENCE;
  }

  /** Adds a request whose rows are counted; true when a thread is to be started for it. */
  synchronized boolean add(Ticket ticket) {
    queue.add(ticket);
    if (running == threads) {
      return false;
    }
    running++;
    return true;
  }

  /** The next batch; when there is none, the thread that asks has ended. */
  synchronized List<Ticket> nextOrEnd(int largest, List<Ticket> late) {
    List<Ticket> batch = next(largest, late);
    if (batch.isEmpty()) {
      running--;
    }
    return batch;
  }

  /**
   * The next batch, all of one shape; none when nobody waits.
   *
   * @param largest rows of a batch; 0 when requests are computed alone
   * @param late gets those whose time has passed
   */
  synchronized List<Ticket> next(int largest, List<Ticket> late) {
    List<Ticket> batch = new ArrayList<>();
    List<Ticket> passed = new ArrayList<>();
    int rows = 0;
    long now = System.nanoTime();
    while (passed.size() < MOST_PASSED) {
      Ticket ticket = queue.peek();
      if (ticket == null || (!batch.isEmpty() && rows + ticket.rows() > largest)) {
        break;
      }
      queue.poll();
      if (!batch.isEmpty() && !batch.getFirst().sameRows(ticket)) {
        passed.add(ticket);
      } else if (ticket.take()) {
        waiting.addAndGet(-ticket.rows());
        if (ticket.late(now)) {
          late.add(ticket);
        } else {
          rows += ticket.rows();
          batch.add(ticket);
        }
      }
    }
    queue.addAll(passed);
    return batch;
  }
}
