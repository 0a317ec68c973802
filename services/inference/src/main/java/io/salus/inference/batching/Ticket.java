package io.salus.inference.batching;

import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.TimedOut;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way through a queue. Exactly one of its two ends comes, or none when cancelled.
 */
public abstract class Ticket {
  /** Highest and lowest priority, and that of a request that names none. */
  public static final int HIGHEST = 1;

  public static final int LOWEST = 10;
  public static final int USUAL = 5;

  private final List<Tensor> inputs;
  private final int rows;
  private final int priority;
  private final long deadline;
  private final AtomicBoolean taken = new AtomicBoolean();
  private @Nullable Future<?> timer;
  private @Nullable Batcher queue;
  private long queuedAt;
  private int bucket;
  private int firstRow;

  /**
   * @param rows size of the first dimension; 1 where the model takes requests alone
   * @param deadline on the clock of {@link System#nanoTime}; 0 for none
   */
  protected Ticket(List<Tensor> inputs, int rows, int priority, long deadline) {
    this.inputs = inputs;
    this.rows = rows;
    this.priority = priority;
    this.deadline = deadline;
  }

  /** The outputs, of as many rows as the inputs have. */
  protected abstract void answered(List<Tensor> outputs);

  protected abstract void failed(Throwable failure);

  /** Nobody waits any more: it is not computed, unless it is by now. */
  public final void cancel() {
    if (leave()) {
      ended();
    }
  }

  /** Called once when it is over, also after a cancel. */
  protected void ended() {}

  protected final List<Tensor> inputs() {
    return inputs;
  }

  /** Rows of the batch that it was computed in; 0 where it was computed alone, as it came. */
  protected final int bucket() {
    return bucket;
  }

  /** Where its rows began in that batch. */
  protected final int firstRow() {
    return firstRow;
  }

  final void placed(int in, int from) {
    bucket = in;
    firstRow = from;
  }

  final int rows() {
    return rows;
  }

  final int priority() {
    return priority;
  }

  final long queuedAt() {
    return queuedAt;
  }

  final long deadline() {
    return deadline;
  }

  /** Whether rows of both can be computed together. */
  final boolean sameRows(Ticket other) {
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).shape().sameRow(other.inputs.get(i).shape())) {
        return false;
      }
    }
    return true;
  }

  final boolean late(long now) {
    return deadline != 0 && now - deadline >= 0;
  }

  /** Notes where it waits, unless it was given up before. */
  final synchronized boolean queued(Batcher in, long now) {
    queue = in;
    queuedAt = now;
    return !taken.get();
  }

  final synchronized void timer(Future<?> started) {
    timer = started;
    if (taken.get()) {
      started.cancel(false);
    }
  }

  /** True for the one who may go on with it. */
  final boolean take() {
    if (!taken.compareAndSet(false, true)) {
      return false;
    }
    synchronized (this) {
      if (timer != null) {
        timer.cancel(false);
      }
    }
    return true;
  }

  private boolean leave() {
    Batcher left;
    synchronized (this) {
      left = queue;
      if (!take()) {
        return false;
      }
    }
    if (left != null) {
      left.left(rows);
    }
    return true;
  }

  final void expire() {
    if (leave()) {
      fail(new TimedOut("The time that the request allows passed in the model's queue."));
    }
  }

  final void answer(List<Tensor> outputs) {
    try {
      answered(outputs);
    } finally {
      ended();
    }
  }

  final void fail(Throwable failure) {
    try {
      failed(failure);
    } finally {
      ended();
    }
  }
}
