package io.salus.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherUnderLoadTest {
  private final Workers workers = new Workers();
  private final Statistics statistics = new Statistics();

  @AfterEach
  void stop() {
    workers.close();
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    Held model = new Held();
    Batcher batcher = new Batcher(model, Batching.upTo(1, 4), workers, statistics);
    List<Asked> asked = Held.all(batcher, workers);
    for (int i = 0; i < 4 + 3; i++) {
      asked.add(Asked.one(i));
      batcher.submit(asked.getLast(), null);
    }
    for (int i = 0; i < 3; i++) {
      Asked refused = asked.removeLast();
      assertInstanceOf(Busy.class, refused.failure());
      assertTrue(refused.over.await(0, TimeUnit.SECONDS));
    }
    model.let.countDown();
    for (Asked one : asked) {
      one.answer.get(30, TimeUnit.SECONDS);
    }
    assertEquals(3, statistics.refusals());
  }

  @Test
  void aDeadlineFiresWhileTheRequestWaits() throws Exception {
    Held model = new Held();
    Batcher batcher = new Batcher(model, Batching.upTo(8, 1024), workers, statistics);
    Held.all(batcher, workers);
    Asked late =
        new Asked(
            Asked.rows(1, 1), Ticket.USUAL, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
    batcher.submit(late, null);

    // All workers are still held.
    assertInstanceOf(TimedOut.class, late.failure());
    assertFalse(late.inputs().isEmpty());
    model.let.countDown();
  }

  /** What costs no more than a refusal is done by the event loop that brings more. */
  @Test
  void aBriefModelRefusesNobodyWhileItsEventLoopKeepsUp() throws Exception {
    Batcher batcher = new Batcher(Asked::plusOne, Batching.upTo(4, 8), workers, statistics);
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      known(batcher, loop);
      int quick = 0;
      while (quick < 10) {
        long refused = statistics.refusals();
        List<Asked> asked = new ArrayList<>();
        long took =
            loop.submit(
                    () -> {
                      long began = System.nanoTime();
                      for (int i = 0; i < 40; i++) {
                        asked.add(Asked.one(i));
                        batcher.submit(asked.getLast(), loop);
                      }
                      return System.nanoTime() - began;
                    })
                .get();
        for (Asked one : asked) {
          assertTrue(one.over.await(30, TimeUnit.SECONDS));
        }
        // A busy machine may take the processor away for longer than the loop may be late.
        if (took < TimeUnit.MILLISECONDS.toNanos(4)) {
          quick++;
          assertEquals(refused, statistics.refusals());
          for (int i = 0; i < asked.size(); i++) {
            assertEquals(i + 1, asked.get(i).answer.get().getFirst().data().getLong(0));
          }
        }
      }
    }
  }

  /** Many requests together take long, but none of them does. */
  @Test
  void aBriefModelStaysOnTheEventLoopInLargeBatches() throws Exception {
    AtomicInteger there = new AtomicInteger();
    AtomicInteger batches = new AtomicInteger();
    AtomicReference<Thread> reading = new AtomicReference<>();
    EngineModel model =
        inputs -> {
          long rows = inputs.getFirst().shape().size(0);
          long until = System.nanoTime() + rows * 5_000;
          while (System.nanoTime() < until) {
            Thread.onSpinWait();
          }
          if (rows == 64) {
            batches.incrementAndGet();
            there.addAndGet(Thread.currentThread() == reading.get() ? 1 : 0);
          }
          return Asked.plusOne(inputs);
        };
    Batcher batcher = new Batcher(model, Batching.upTo(64, 1024), workers, statistics);
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      known(batcher, loop);
      for (int round = 0; round < 100; round++) {
        List<Asked> asked = new ArrayList<>();
        loop.submit(
                () -> {
                  reading.set(Thread.currentThread());
                  for (int i = 0; i < 64; i++) {
                    asked.add(Asked.one(i));
                    batcher.submit(asked.getLast(), loop);
                  }
                })
            .get();
        for (Asked one : asked) {
          assertTrue(one.over.await(30, TimeUnit.SECONDS));
        }
      }
    }
    // A busy machine may make a few seem long.
    assertTrue(there.get() > batches.get() / 2, there + " of " + batches);
    assertTrue(batches.get() > 50, "batches: " + batches);
  }

  /** Lets the batcher learn how long its model takes. */
  private static void known(Batcher batcher, ScheduledExecutorService loop) throws Exception {
    for (int i = 0; i < 500; i++) {
      Asked asked = Asked.one(i);
      batcher.submit(asked, loop);
      asked.answer.get(30, TimeUnit.SECONDS);
    }
  }

  /** A loop that is late refuses what it reads last: that waited unseen. */
  @Test
  void aBriefModelRefusesWhenItsEventLoopIsLate() throws Exception {
    Batcher batcher = new Batcher(Asked::plusOne, Batching.upTo(4, 8), workers, statistics);
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      known(batcher, loop);
      List<Asked> asked = new ArrayList<>();
      loop.submit(
              () -> {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                boolean unread = false;
                // In the end what comes is not even read; workers may make room once more.
                while (System.nanoTime() < until || !unread) {
                  asked.add(Asked.one(1));
                  batcher.submit(asked.getLast(), loop);
                  unread = batcher.refuses(loop);
                }
              })
          .get();
      for (Asked one : asked) {
        assertTrue(one.over.await(30, TimeUnit.SECONDS));
      }
      List<Asked> refused =
          asked.stream().filter(one -> one.answer.isCompletedExceptionally()).toList();
      assertInstanceOf(Busy.class, refused.getLast().failure());
      assertEquals(2, asked.getFirst().answer.get().getFirst().data().getLong(0));
    }
  }

  @Test
  void aFloodIsRefusedAtASteadyRate() throws Exception {
    Held model = new Held();
    Batcher batcher = new Batcher(model, Batching.upTo(1, 1), workers, statistics);
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      Held.all(batcher, workers);
      loop.submit(() -> batcher.submit(Asked.one(0), loop)).get();
      assertTrue(loop.submit(() -> batcher.refuses(loop)).get());
      List<Asked> refused = new ArrayList<>();
      long began =
          loop.submit(
                  () -> {
                    long now = System.nanoTime();
                    for (int i = 0; i < 50; i++) {
                      refused.add(Asked.one(i));
                      batcher.submit(refused.getLast(), loop);
                    }
                    return now;
                  })
              .get();
      for (Asked one : refused) {
        assertInstanceOf(Busy.class, one.failure());
      }
      // Fifty at once, told a tenth of a millisecond apart.
      assertTrue(System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(4));
      model.let.countDown();
    }
    assertEquals(51, statistics.refusals());
    assertTrue(workers.refusals().recent());
  }
}
