package io.salus.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;
import io.salus.inference.tensor.Tensor;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.TimedOut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
  private final Workers workers = new Workers();
  private final Statistics statistics = new Statistics();

  @AfterEach
  void stop() {
    workers.close();
  }

  /** A request of INT64 rows, and its answer. */
  private static final class Asked extends Ticket {
    private final CompletableFuture<List<Tensor>> answer = new CompletableFuture<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Asked(Tensor input, int priority, long deadline) {
      super(List.of(input), (int) input.shape().size(0), priority, deadline);
    }

    @Override
    protected void answered(List<Tensor> outputs) {
      answer.complete(outputs);
    }

    @Override
    protected void failed(Throwable failure) {
      answer.completeExceptionally(failure);
    }

    @Override
    protected void ended() {
      over.countDown();
    }

    Throwable failure() throws Exception {
      return answer
          .handle((outputs, failure) -> Objects.requireNonNull(failure))
          .get(30, TimeUnit.SECONDS);
    }
  }

  private static Tensor rows(int width, long... values) {
    ByteBuffer data = Tensor.buffer(values.length * Long.BYTES);
    for (long value : values) {
      data.putLong(value);
    }
    return new Tensor("x", Datatype.INT64, Shape.of(values.length / width, width), data.flip());
  }

  private static Asked one(long value) {
    return new Asked(rows(1, value), Ticket.USUAL, 0);
  }

  /** Adds one to every element. */
  private static List<Tensor> plusOne(List<Tensor> inputs) {
    Tensor x = inputs.getFirst();
    ByteBuffer data = Tensor.buffer(x.bytes());
    for (int at = 0; at < x.bytes(); at += Long.BYTES) {
      data.putLong(at, x.data().getLong(at) + 1);
    }
    return List.of(new Tensor("y", x.datatype(), x.shape(), data));
  }

  private Batcher batcher(EngineModel model, Batching batching) {
    return new Batcher(model, batching, workers, statistics);
  }

  /** A model that computes nothing until it is let. */
  private static final class Held implements EngineModel {
    private final CountDownLatch let = new CountDownLatch(1);
    private final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> order = Collections.synchronizedList(new ArrayList<>());

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
      sizes.add((int) inputs.getFirst().shape().size(0));
      for (int i = 0; i < inputs.getFirst().shape().size(0); i++) {
        order.add(inputs.getFirst().data().getLong(i * Long.BYTES));
      }
      try {
        let.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return plusOne(inputs);
    }
  }

  /** Gives every worker one request to compute. */
  private List<Asked> holdAll(Batcher batcher) {
    List<Asked> held = new ArrayList<>();
    for (int i = 0; i < workers.threads(); i++) {
      held.add(one(-1 - i));
      batcher.submit(held.getLast(), null);
      while (batcher.waiting() > 0) {
        Thread.onSpinWait();
      }
    }
    return held;
  }

  /** Its client may go while it is still on its way to the queue. */
  @Test
  void whoIsGoneBeforeItWaitsTakesNoPlace() throws Exception {
    Batcher batcher = batcher(BatcherTest::plusOne, Batching.upTo(8, 4));
    for (int i = 0; i < 5; i++) {
      Asked gone = one(i);
      gone.cancel();
      batcher.submit(gone, null);
    }
    assertEquals(0, batcher.waiting());
    Asked here = one(7);
    batcher.submit(here, null);
    assertEquals(8, here.answer.get(30, TimeUnit.SECONDS).getFirst().data().getLong(0));
  }

  /** Whatever comes, of whatever shape, size, priority and thread: everybody gets their own. */
  @Test
  void answersAreNeverMixedUp() throws Exception {
    Random seeds = new Random(7);
    for (Batching batching :
        List.of(Batching.upTo(8, 1 << 20), Batching.unpadded(5, 1 << 20), Batching.none(1 << 20))) {
      Batcher batcher = batcher(BatcherTest::plusOne, batching);
      // Loops outlive what anybody asks: each also computes for others.
      List<ExecutorService> loops = new ArrayList<>();
      try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          long seed = seeds.nextLong();
          ExecutorService near = Executors.newSingleThreadExecutor();
          loops.add(near);
          done.add(
              callers.submit(
                  () -> {
                    askMany(batcher, new Random(seed), near);
                    return null;
                  }));
        }
        for (Future<?> one : done) {
          one.get();
        }
      } finally {
        loops.forEach(ExecutorService::close);
      }
      assertEquals(0, batcher.waiting());
    }
  }

  private static void askMany(Batcher batcher, Random random, ExecutorService near)
      throws Exception {
    List<Asked> asked = new ArrayList<>();
    List<long[]> values = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      int width = 1 + random.nextInt(3);
      long[] mine = random.longs((long) width * (1 + random.nextInt(20))).toArray();
      Asked ticket = new Asked(rows(width, mine), 1 + random.nextInt(10), 0);
      asked.add(ticket);
      values.add(mine);
      batcher.submit(ticket, random.nextBoolean() ? near : null);
      if (random.nextInt(20) == 0) {
        asked.removeLast().cancel();
        values.removeLast();
      }
    }
    for (int i = 0; i < asked.size(); i++) {
      Tensor answer = asked.get(i).answer.get(30, TimeUnit.SECONDS).getFirst();
      assertEquals(values.get(i).length * Long.BYTES, answer.bytes());
      for (int j = 0; j < values.get(i).length; j++) {
        assertEquals(values.get(i)[j] + 1, answer.data().getLong(j * Long.BYTES));
      }
    }
  }

  @Test
  void aFreeWorkerTakesAtOnceWhatWaits() throws Exception {
    Held model = new Held();
    Batcher batcher = batcher(model, Batching.upTo(8, 1024));
    List<Asked> asked = holdAll(batcher);
    for (int i = 0; i < 13; i++) {
      Asked next = one(i);
      batcher.submit(next, null);
      asked.add(next);
    }
    model.let.countDown();
    for (Asked one : asked) {
      one.answer.get(30, TimeUnit.SECONDS);
    }
    // The first was alone: nobody waited for company. Of the others eight went together.
    assertEquals(1, model.sizes.getFirst());
    assertTrue(model.sizes.contains(8), model.sizes.toString());
    assertEquals(statistics.success().count(), asked.size());
  }

  @Test
  void aFullQueueRefusesAtOnce() throws Exception {
    Held model = new Held();
    Batcher batcher = batcher(model, Batching.upTo(1, 4));
    List<Asked> asked = holdAll(batcher);
    for (int i = 0; i < 4 + 3; i++) {
      asked.add(one(i));
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

  /** What costs no more than a refusal is done by the event loop that brings more. */
  @Test
  void aBriefModelRefusesNobodyWhileItsEventLoopKeepsUp() throws Exception {
    Batcher batcher = batcher(BatcherTest::plusOne, Batching.upTo(4, 8));
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
                        asked.add(one(i));
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
          return plusOne(inputs);
        };
    Batcher batcher = batcher(model, Batching.upTo(64, 1024));
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      known(batcher, loop);
      for (int round = 0; round < 100; round++) {
        List<Asked> asked = new ArrayList<>();
        loop.submit(
                () -> {
                  reading.set(Thread.currentThread());
                  for (int i = 0; i < 64; i++) {
                    asked.add(one(i));
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
      Asked asked = one(i);
      batcher.submit(asked, loop);
      asked.answer.get(30, TimeUnit.SECONDS);
    }
  }

  /** A loop that is late refuses what it reads last: that waited unseen. */
  @Test
  void aBriefModelRefusesWhenItsEventLoopIsLate() throws Exception {
    Batcher batcher = batcher(BatcherTest::plusOne, Batching.upTo(4, 8));
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      known(batcher, loop);
      List<Asked> asked = new ArrayList<>();
      loop.submit(
              () -> {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20);
                boolean unread = false;
                // In the end what comes is not even read; workers may make room once more.
                while (System.nanoTime() < until || !unread) {
                  asked.add(one(1));
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
    Batcher batcher = batcher(model, Batching.upTo(1, 1));
    try (ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor()) {
      holdAll(batcher);
      loop.submit(() -> batcher.submit(one(0), loop)).get();
      assertTrue(loop.submit(() -> batcher.refuses(loop)).get());
      List<Asked> refused = new ArrayList<>();
      long began =
          loop.submit(
                  () -> {
                    long now = System.nanoTime();
                    for (int i = 0; i < 50; i++) {
                      refused.add(one(i));
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

  @Test
  void aDeadlineFiresWhileTheRequestWaits() throws Exception {
    Held model = new Held();
    Batcher batcher = batcher(model, Batching.upTo(8, 1024));
    holdAll(batcher);
    Asked late =
        new Asked(rows(1, 1), Ticket.USUAL, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(20));
    batcher.submit(late, null);

    // All workers are still held.
    assertInstanceOf(TimedOut.class, late.failure());
    assertFalse(late.inputs().isEmpty());
    model.let.countDown();
  }

  @Test
  void aCancelledRequestIsNotComputed() throws Exception {
    Held model = new Held();
    Batcher batcher = batcher(model, Batching.upTo(8, 1024));
    holdAll(batcher);
    Asked gone = one(4711);
    batcher.submit(gone, null);
    gone.cancel();
    Asked after = one(5);
    batcher.submit(after, null);
    model.let.countDown();

    after.answer.get(30, TimeUnit.SECONDS);
    assertTrue(gone.over.await(0, TimeUnit.SECONDS));
    assertFalse(model.order.contains(4711L));
    assertEquals(0, batcher.waiting());
  }

  @Test
  void theUrgentComesFirstAndTheLowestComesToo() throws Exception {
    Held model = new Held();
    Batcher batcher = batcher(model, Batching.upTo(1, 4096));
    holdAll(batcher);
    Asked low = new Asked(rows(1, 1), Ticket.LOWEST, 0);
    Asked urgent = new Asked(rows(1, 2), Ticket.HIGHEST, 0);
    batcher.submit(low, null);
    batcher.submit(urgent, null);
    model.let.countDown();
    // Urgent ones keep coming until the low one was answered: it is, though none of them ends.
    while (!low.answer.isDone()) {
      Asked more = new Asked(rows(1, 3), Ticket.HIGHEST, 0);
      batcher.submit(more, null);
      more.answer.get(30, TimeUnit.SECONDS);
    }
    assertTrue(model.order.indexOf(2L) <= model.order.indexOf(1L), model.order.toString());
  }

  @Test
  void whatFailsAloneFailsAlone() throws Exception {
    EngineModel picky =
        inputs -> {
          for (int at = 0; at < inputs.getFirst().bytes(); at += Long.BYTES) {
            if (inputs.getFirst().data().getLong(at) == 13) {
              throw new IllegalStateException("a bug of an engine");
            }
          }
          return plusOne(inputs);
        };
    Batcher batcher = batcher(picky, Batching.upTo(8, 1024));
    List<Asked> asked = new ArrayList<>();
    for (int i = 10; i < 16; i++) {
      asked.add(one(i));
      batcher.submit(asked.getLast(), null);
    }
    for (int i = 0; i < asked.size(); i++) {
      if (i == 3) {
        assertInstanceOf(IllegalStateException.class, asked.get(i).failure());
      } else {
        assertEquals(11 + i, asked.get(i).answer.get().getFirst().data().getLong(0));
      }
    }
  }

  @Test
  void aModelThatGivesOtherRowsIsNotBelieved() throws Exception {
    Batcher batcher = batcher(inputs -> List.of(rows(1, 1, 2, 3)), Batching.upTo(2, 16));
    Asked asked = one(1);
    batcher.submit(asked, null);
    assertInstanceOf(IllegalStateException.class, asked.failure());
  }
}
