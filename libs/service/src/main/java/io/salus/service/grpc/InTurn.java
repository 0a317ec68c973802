package io.salus.service.grpc;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/** Runs pieces of work one after the other on the threads of a pool, holding none in between. */
public final class InTurn {
  private final Executor threads;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean running;

  public InTurn(Executor threads) {
    this.threads = threads;
  }

  public synchronized void run(Runnable work) {
    waiting.add(work);
    if (!running) {
      running = true;
      threads.execute(this::next);
    }
  }

  private void next() {
    while (true) {
      Runnable work;
      synchronized (this) {
        work = waiting.poll();
        if (work == null) {
          running = false;
          return;
        }
      }
      work.run();
    }
  }
}
