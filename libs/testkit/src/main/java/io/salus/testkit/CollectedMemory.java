package io.salus.testkit;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs work while the garbage collector comes all the time, and what it took of memory outside of
 * the heap is written over: a native library that still reads there shows it.
 */
public final class CollectedMemory {
  private CollectedMemory() {}

  /** What the work gives. */
  public static <T> T during(Callable<T> work) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    Thread taking = Thread.ofPlatform().start(() -> takeBackAndOverwrite(done));
    try {
      return work.call();
    } finally {
      done.set(true);
      taking.join();
    }
  }

  private static void takeBackAndOverwrite(AtomicBoolean done) {
    Deque<ByteBuffer> kept = new ArrayDeque<>();
    while (!done.get()) {
      System.gc();
      for (int i = 0; i < 500; i++) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(16 + 8 * (i % 4));
        while (bytes.hasRemaining()) {
          bytes.put((byte) 77);
        }
        kept.add(bytes);
      }
      while (kept.size() > 2000) {
        kept.remove();
      }
    }
  }
}
