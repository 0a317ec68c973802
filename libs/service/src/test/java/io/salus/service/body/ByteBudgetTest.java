package io.salus.service.body;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.service.errors.AppException.Busy;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {
  private final ByteBudget budget = new ByteBudget(100);

  @Test
  void whatDoesNotFitWaitsUntilItDoes() {
    var done = new ArrayList<String>();
    var first = new CompletableFuture<String>();
    budget.with(60, () -> Uni.createFrom().completionStage(first)).subscribe().with(done::add);
    budget.with(50, () -> Uni.createFrom().item("large")).subscribe().with(done::add);
    budget.with(40, () -> Uni.createFrom().item("small")).subscribe().with(done::add);
    assertEquals(List.of("small"), done);

    first.complete("first");

    assertEquals(Set.of("small", "large", "first"), Set.copyOf(done));
    assertEquals(0, budget.taken());
  }

  @Test
  void whoWaitsTooLongIsTold() {
    var impatient = new ByteBudget(100, Duration.ofMillis(20));
    assertTrue(impatient.take(100));
    assertThrows(
        Busy.class, () -> impatient.place(1).entered().await().atMost(Duration.ofSeconds(10)));
    impatient.giveBack(100);
    assertTrue(impatient.take(100));
  }

  @Test
  void tooManyMayNotWait() {
    assertTrue(budget.take(100));
    for (int i = 0; i < 64; i++) {
      budget.place(1).entered().subscribe().with(in -> {});
    }
    assertThrows(Busy.class, () -> budget.place(1).entered().await().indefinitely());
  }

  @Test
  void whoGoesAwayLeavesNothingTaken() {
    var work = new CompletableFuture<String>();
    var working =
        budget.with(100, () -> Uni.createFrom().completionStage(work)).subscribe().with(x -> {});
    var waits = budget.with(10, () -> Uni.createFrom().item(1)).subscribe().with(x -> {});
    var next = new AtomicInteger();
    budget.place(100).entered().subscribe().with(in -> next.incrementAndGet());

    waits.cancel();
    assertEquals(0, next.get());
    working.cancel();

    assertEquals(1, next.get());
    assertEquals(100, budget.taken());
  }

  @Test
  void failedWorkLeavesNothingTaken() {
    assertThrows(
        IllegalStateException.class,
        () ->
            budget
                .with(
                    100,
                    () -> {
                      throw new IllegalStateException();
                    })
                .await()
                .indefinitely());
    assertEquals(0, budget.taken());
    assertFalse(budget.take(101));
  }

  /** Bytes are never lost or doubled, whoever comes, goes and gives up at the same time. */
  @Test
  void manyAtOnce() throws Exception {
    var threads = new ArrayList<Thread>();
    for (int t = 0; t < 8; t++) {
      int bytes = 10 + 10 * t;
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    for (int i = 0; i < 2_000; i++) {
                      var call =
                          budget
                              .with(bytes, () -> Uni.createFrom().item(budget.taken()))
                              .subscribe()
                              .with(taken -> assertTrue(taken <= 100), tooMany -> {});
                      if (i % 3 == 0) {
                        call.cancel();
                      }
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(0, budget.taken());
    assertTrue(budget.take(100));
  }
}
