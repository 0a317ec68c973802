package io.salus.inference.repository;

import java.util.ArrayList;
import java.util.List;

/**
 * How requests for a model are computed together.
 *
 * @param largest rows of a batch at most; 0 where each request is computed alone, as it is
 * @param buckets sizes that batches are padded to, ascending; the last one is {@code largest}
 * @param queue rows that may wait; beyond it requests are refused
 */
public record Batching(int largest, List<Integer> buckets, int queue) {
  static final int MOST = 4096;
  static final int DEFAULT_QUEUE = 1024;

  public Batching {
    buckets = List.copyOf(buckets);
  }

  /** Each request alone. */
  public static Batching none(int queue) {
    return new Batching(0, List.of(), queue);
  }

  /** Batches of up to so many rows, padded to powers of two. */
  public static Batching upTo(int largest, int queue) {
    List<Integer> buckets = new ArrayList<>();
    for (int size = 1; size < largest; size *= 2) {
      buckets.add(size);
    }
    buckets.add(largest);
    return new Batching(largest, buckets, queue);
  }

  /** Rows as the caller sends them, in batches of up to so many, without padding. */
  public static Batching unpadded(int largest, int queue) {
    return new Batching(largest, List.of(), queue);
  }

  public boolean together() {
    return largest > 0;
  }

  /** Rows that a batch of so many is padded to. */
  public int bucket(int rows) {
    for (int bucket : buckets) {
      if (rows <= bucket) {
        return bucket;
      }
    }
    return rows;
  }
}
