package io.salus.inference.batching;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The queue before one model. A worker that is free takes at once what waits, up to the best batch;
 * nobody waits for others to come. A request is ranked by the time it came, plus {@link #PATIENCE}
 * for every level of priority below the highest: a lower one waits longer, but not for ever.
 */
public final class Batcher {
  /** What a level of priority costs: about what a busy small model takes for a full queue. */
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(20);

  /** A request computed this quickly costs less than the way to another thread and back. */
  private static final long BRIEF = TimeUnit.MICROSECONDS.toNanos(50);

  /** Requests of other shapes that are looked past for one batch. */
  private static final int MOST_PASSED = 256;

  private final BatchRun run;
  private final Batching batching;
  private final Workers workers;
  private final Statistics statistics;
  private final Object lock = new Object();

  private final PriorityQueue<Ticket> queue =
      new PriorityQueue<>(Comparator.comparingLong(Batcher::rank));
  private int waiting;
  private int running;
  private volatile double usual = Double.NaN;

  public Batcher(EngineModel model, Batching batching, Workers workers, Statistics statistics) {
    this.run = new BatchRun(model, batching, statistics);
    this.batching = batching;
    this.workers = workers;
    this.statistics = statistics;
  }

  private static long rank(Ticket ticket) {
    return ticket.queuedAt() + (ticket.priority() - Ticket.HIGHEST) * PATIENCE;
  }

  /** Rows that wait. */
  public int waiting() {
    synchronized (lock) {
      return waiting;
    }
  }

  /**
   * Whether a request is refused, whatever is in it: asked before it is read. A refusal is counted.
   *
   * @param near as for {@link #submit}
   */
  public boolean refuses(@Nullable Executor near) {
    long now = System.nanoTime();
    Reading reading = Reading.current();
    if (near != null) {
      reading.read(near, now);
    }
    boolean helped = brief(near) && !reading.late(now);
    boolean refused = !helped && waiting() >= batching.queue();
    if (refused) {
      statistics.refused();
    }
    return refused;
  }

  private boolean brief(@Nullable Executor near) {
    return near != null && usual < BRIEF;
  }

  /**
   * Takes a request up, or fails it: {@link Busy} when the queue is full. A brief model whose queue
   * is full is computed by whoever brings more, since that costs no more than to refuse it; unless
   * the event loop is late already.
   *
   * @param near the event loop where the caller's other work is done, for models that are brief;
   *     null when it must not be held up
   */
  public void submit(Ticket ticket, @Nullable Executor near) {
    long now = System.nanoTime();
    boolean brief = brief(near);
    Executor executor = near != null && brief ? near : workers;
    Entry entry = brief ? enterHelping(ticket, executor, now) : enter(ticket, now);
    if (entry == Entry.REFUSED) {
      if (ticket.take()) {
        statistics.refused();
        workers.refusals().tell(near, () -> ticket.fail(workers.refusals().full()));
      }
      return;
    }
    if (ticket.deadline() != 0 && executor == workers) {
      ticket.timer(workers.at(ticket.deadline(), ticket::expire));
    }
    if (entry == Entry.FIRST) {
      executor.execute(() -> drain(executor));
    }
  }

  private Entry enterHelping(Ticket ticket, Executor loop, long now) {
    Reading reading = Reading.current();
    reading.read(loop, now);
    Entry entry = enter(ticket, now);
    while (entry == Entry.REFUSED
        && !reading.late(System.nanoTime())
        && reading.help(this::computeNext)) {
      entry = enter(ticket, now);
    }
    return entry;
  }

  private enum Entry {
    REFUSED,
    /** Somebody computes, and will come to it. */
    QUEUED,
    /** There is a worker to be started for it. */
    FIRST
  }

  private Entry enter(Ticket ticket, long now) {
    synchronized (lock) {
      // A request larger than the queue is taken by an empty one.
      if (waiting > 0 && waiting + ticket.rows() > batching.queue()) {
        return Entry.REFUSED;
      }
      ticket.queued(this, now);
      queue.add(ticket);
      waiting += ticket.rows();
      if (running == workers.threads()) {
        return Entry.QUEUED;
      }
      running++;
      return Entry.FIRST;
    }
  }

  /** A request left the queue without a worker. */
  void left(int rows) {
    synchronized (lock) {
      waiting -= rows;
    }
  }

  private void drain(Executor executor) {
    do {
      List<Ticket> batch;
      synchronized (lock) {
        batch = next();
        if (batch.isEmpty()) {
          running--;
          return;
        }
      }
      compute(batch);
    } while (executor == workers && !workers.wanted());
    // In turn with the work of other models, and with what an event loop has to read and write.
    executor.execute(() -> drain(executor));
  }

  private void computeNext() {
    List<Ticket> batch;
    synchronized (lock) {
      batch = next();
    }
    if (!batch.isEmpty()) {
      compute(batch);
    }
  }

  private void compute(List<Ticket> batch) {
    double nanos = run.run(batch);
    double before = usual;
    // One run whose thread lost the processor says little about the model.
    usual = Double.isNaN(before) ? nanos : before + (Math.min(nanos, 4 * before) - before) / 16;
  }

  /** The next batch; all of one shape. Holds the lock. */
  private List<Ticket> next() {
    List<Ticket> batch = new ArrayList<>();
    List<Ticket> passed = new ArrayList<>();
    int rows = 0;
    long now = System.nanoTime();
    while (passed.size() < MOST_PASSED) {
      Ticket ticket = queue.peek();
      boolean fits =
          ticket != null
              && (batch.isEmpty()
                  || (batching.together() && rows + ticket.rows() <= batching.largest()));
      if (ticket == null || !fits) {
        break;
      }
      queue.poll();
      if (!batch.isEmpty() && !sameRows(batch.getFirst(), ticket)) {
        passed.add(ticket);
      } else if (ticket.late(now)) {
        if (ticket.take()) {
          waiting -= ticket.rows();
          workers.execute(
              () ->
                  ticket.fail(
                      new TimedOut(
                          "The time that the request allows passed in the model's queue.")));
        }
      } else if (ticket.take()) {
        waiting -= ticket.rows();
        rows += ticket.rows();
        batch.add(ticket);
      }
    }
    queue.addAll(passed);
    return batch;
  }

  private static boolean sameRows(Ticket one, Ticket other) {
    for (int i = 0; i < one.inputs().size(); i++) {
      Tensor a = one.inputs().get(i);
      Tensor b = other.inputs().get(i);
      if (!a.shape().sameRow(b.shape())) {
        return false;
      }
    }
    return true;
  }
}
