package io.salus.inference.batching;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The queue before one model. A worker that is free takes at once what waits, up to the best batch;
 * nobody waits for others to come. A request is ranked by the time it came, plus some patience for
 * every level of priority below the highest: a lower one waits longer, but not for ever.
 */
public final class Batcher {
  /** A request computed this quickly costs less than the way to another thread and back. */
  private static final long BRIEF = TimeUnit.MICROSECONDS.toNanos(50);

  private final BatchRun run;
  private final Batching batching;
  private final Workers workers;
  private final Statistics statistics;
  private final AtomicInteger waiting = new AtomicInteger();
  private final Lane shared;

  /** Of event loops: who answers from another thread has to wake the loop up. */
  private final Map<Executor, Lane> near = new ConcurrentHashMap<>();

  private volatile double usual = Double.NaN;

  public Batcher(EngineModel model, Batching batching, Workers workers, Statistics statistics) {
    this.run = new BatchRun(model, batching, statistics);
    this.batching = batching;
    this.workers = workers;
    this.statistics = statistics;
    this.shared = new Lane(workers.threads(), waiting);
  }

  private Lane lane(Executor executor) {
    if (executor == workers) {
      return shared;
    }
    Lane lane = near.get(executor);
    return lane != null ? lane : near.computeIfAbsent(executor, loop -> new Lane(1, waiting));
  }

  /** Rows that wait. */
  public int waiting() {
    return waiting.get();
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
    Lane lane = lane(executor);
    if (brief) {
      Reading.current().read(executor, now);
      Wakeful.current().came(now);
    }
    if (!(admit(ticket.rows()) || (brief && admitHelping(ticket, lane)))) {
      if (ticket.take()) {
        statistics.refused();
        workers.refusals().tell(near, () -> ticket.fail(workers.refusals().full()));
      }
      return;
    }
    if (!ticket.queued(this, now)) {
      left(ticket.rows());
      return;
    }
    boolean first = lane.add(ticket);
    if (ticket.deadline() != 0 && executor == workers) {
      ticket.timer(workers.at(ticket.deadline(), ticket::expire));
    }
    if (first) {
      executor.execute(() -> drain(lane, executor));
    }
  }

  /** Counts the rows of a request in. One larger than the queue is taken by an empty one. */
  private boolean admit(int rows) {
    int now = waiting.get();
    while (now == 0 || now + rows <= batching.queue()) {
      if (waiting.compareAndSet(now, now + rows)) {
        return true;
      }
      now = waiting.get();
    }
    return false;
  }

  private boolean admitHelping(Ticket ticket, Lane own) {
    Reading reading = Reading.current();
    boolean admitted = false;
    while (!admitted && !reading.late(System.nanoTime()) && reading.help(() -> computeNext(own))) {
      admitted = admit(ticket.rows());
    }
    return admitted;
  }

  /** A request left the queue without a worker. */
  void left(int rows) {
    waiting.addAndGet(-rows);
  }

  private void drain(Lane lane, Executor executor) {
    do {
      List<Ticket> late = new ArrayList<>();
      List<Ticket> batch = lane.nextOrEnd(largest(), late);
      tooLate(late);
      if (batch.isEmpty()) {
        if (executor != workers) {
          Wakeful.current().answered(executor);
        }
        return;
      }
      compute(batch);
    } while (executor == workers && !workers.wanted());
    // In turn with the work of other models, and with what an event loop has to read and write.
    executor.execute(() -> drain(lane, executor));
  }

  /** The queue may be full of what other threads will compute: then theirs is next. */
  private void computeNext(Lane own) {
    if (!computeNextOf(own) && !computeNextOf(shared)) {
      for (Lane lane : near.values()) {
        if (computeNextOf(lane)) {
          return;
        }
      }
    }
  }

  private boolean computeNextOf(Lane lane) {
    List<Ticket> late = new ArrayList<>();
    List<Ticket> batch = lane.next(largest(), late);
    tooLate(late);
    if (!batch.isEmpty()) {
      compute(batch);
    }
    return !batch.isEmpty() || !late.isEmpty();
  }

  private int largest() {
    return batching.together() ? batching.largest() : 0;
  }

  private void tooLate(List<Ticket> late) {
    for (Ticket ticket : late) {
      workers.execute(
          () ->
              ticket.fail(
                  new TimedOut("The time that the request allows passed in the model's queue.")));
    }
  }

  private void compute(List<Ticket> batch) {
    double nanos = run.run(batch);
    double before = usual;
    // One run whose thread lost the processor says little about the model.
    usual = Double.isNaN(before) ? nanos : before + (Math.min(nanos, 4 * before) - before) / 16;
  }
}
