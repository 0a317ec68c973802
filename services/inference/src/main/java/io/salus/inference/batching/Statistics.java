package io.salus.inference.batching;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts and nanoseconds of one version of a model since it was loaded. */
public final class Statistics {
  private static final int MOST_TOLD_APART = 4096;

  private final Sum success = new Sum();
  private final Sum failure = new Sum();
  private final Sum queue = new Sum();
  private final Sum input = new Sum();
  private final Sum infer = new Sum();
  private final Sum output = new Sum();
  private final LongAdder rows = new LongAdder();
  private final LongAdder refusals = new LongAdder();
  private final Map<Integer, Batch> batches = new ConcurrentSkipListMap<>();
  private volatile long last;

  /** How often, and how long together. */
  public static final class Sum {
    private final LongAdder count = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    void add(long took) {
      add(1, took);
    }

    void add(int times, long took) {
      count.add(times);
      nanos.add(took);
    }

    public long count() {
      return count.sum();
    }

    public long nanos() {
      return nanos.sum();
    }
  }

  /** Batches of one number of rows. */
  public record Batch(Sum input, Sum infer, Sum output) {
    private static Batch none(int rows) {
      return new Batch(new Sum(), new Sum(), new Sum());
    }
  }

  void ran(int batchRows, int requests, long inputNanos, long inferNanos, long outputNanos) {
    input.add(requests, inputNanos);
    infer.add(requests, inferNanos);
    output.add(requests, outputNanos);
    rows.add(batchRows);
    Batch batch = batches.computeIfAbsent(Math.min(batchRows, MOST_TOLD_APART), Batch::none);
    batch.input().add(inputNanos);
    batch.infer().add(inferNanos);
    batch.output().add(outputNanos);
    last = System.currentTimeMillis();
  }

  void answered(long waited, long took) {
    queue.add(waited);
    success.add(took);
  }

  void failed(long queuedAt) {
    failure.add(System.nanoTime() - queuedAt);
  }

  void refused() {
    refusals.increment();
    failure.add(0);
  }

  public Sum success() {
    return success;
  }

  public Sum failure() {
    return failure;
  }

  /** Waiting for a worker. */
  public Sum queue() {
    return queue;
  }

  /** Putting batches together. */
  public Sum input() {
    return input;
  }

  /** The engine. */
  public Sum infer() {
    return infer;
  }

  /** Taking batches apart. */
  public Sum output() {
    return output;
  }

  /** Requests that found the queue full. */
  public long refusals() {
    return refusals.sum();
  }

  /** Rows that were answered. */
  public long rows() {
    return rows.sum();
  }

  /** Batches that were run. */
  public long executions() {
    long executions = 0;
    for (Batch batch : batches.values()) {
      executions += batch.infer().count();
    }
    return executions;
  }

  /** Last answer, milliseconds since 1970; 0 before the first. */
  public long last() {
    return last;
  }

  /**
   * By number of rows; a request of more rows than a batch has stands here as one, and 4,096 stands
   * for all above it.
   */
  public Map<Integer, Batch> batches() {
    return batches;
  }
}
