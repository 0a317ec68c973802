package io.salus.inference.batching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.inference.engine.EngineModel;
import io.salus.inference.repository.Batching;
import io.salus.inference.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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

  /** Its client may go while it is still on its way to the queue. */
  @Test
  void whoIsGoneBeforeItWaitsTakesNoPlace() throws Exception {
    Batcher batcher = new Batcher(Asked::plusOne, Batching.upTo(8, 4), workers, statistics);
    for (int i = 0; i < 5; i++) {
      Asked gone = Asked.one(i);
      gone.cancel();
      batcher.submit(gone, null);
    }
    assertEquals(0, batcher.waiting());
    Asked here = Asked.one(7);
    batcher.submit(here, null);
    assertEquals(8, here.answer.get(30, TimeUnit.SECONDS).getFirst().data().getLong(0));
  }

  /** Whatever comes, of whatever shape, size, priority and thread: everybody gets their own. */
  @Test
  void answersAreNeverMixedUp() throws Exception {
    Random seeds = new Random(7);
    for (Batching batching :
        List.of(Batching.upTo(8, 1 << 20), Batching.unpadded(5, 1 << 20), Batching.none(1 << 20))) {
      Batcher batcher = new Batcher(Asked::plusOne, batching, workers, statistics);
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
      Asked ticket = new Asked(Asked.rows(width, mine), 1 + random.nextInt(10), 0);
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
    Batcher batcher = new Batcher(model, Batching.upTo(8, 1024), workers, statistics);
    List<Asked> asked = Held.all(batcher, workers);
    for (int i = 0; i < 13; i++) {
      Asked next = Asked.one(i);
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
  void aCancelledRequestIsNotComputed() throws Exception {
    Held model = new Held();
    Batcher batcher = new Batcher(model, Batching.upTo(8, 1024), workers, statistics);
    Held.all(batcher, workers);
    Asked gone = Asked.one(4711);
    batcher.submit(gone, null);
    gone.cancel();
    Asked after = Asked.one(5);
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
    Batcher batcher = new Batcher(model, Batching.upTo(1, 4096), workers, statistics);
    Held.all(batcher, workers);
    Asked low = new Asked(Asked.rows(1, 1), Ticket.LOWEST, 0);
    Asked urgent = new Asked(Asked.rows(1, 2), Ticket.HIGHEST, 0);
    batcher.submit(low, null);
    batcher.submit(urgent, null);
    model.let.countDown();
    // Urgent ones keep coming until the low one was answered: it is, though none of them ends.
    while (!low.answer.isDone()) {
      Asked more = new Asked(Asked.rows(1, 3), Ticket.HIGHEST, 0);
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
          return Asked.plusOne(inputs);
        };
    Batcher batcher = new Batcher(picky, Batching.upTo(8, 1024), workers, statistics);
    List<Asked> asked = new ArrayList<>();
    for (int i = 10; i < 16; i++) {
      asked.add(Asked.one(i));
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
    Batcher batcher =
        new Batcher(
            inputs -> List.of(Asked.rows(1, 1, 2, 3)), Batching.upTo(2, 16), workers, statistics);
    Asked asked = Asked.one(1);
    batcher.submit(asked, null);
    assertInstanceOf(IllegalStateException.class, asked.failure());
  }
}
