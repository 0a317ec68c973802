package io.salus.records.fhir;

import io.salus.service.errors.AppException.Busy;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A thread for each long answer that is being written; such a thread mostly waits. */
@ApplicationScoped
class AnswerThreads {
  private final ThreadPoolExecutor threads;

  AnswerThreads(FhirConfig config) {
    this.threads =
        new ThreadPoolExecutor(
            0,
            config.longAnswers(),
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().name("records-answer-", 0).daemon().factory());
  }

  /** Starts a writer; throws {@link Busy} when all threads have one. */
  void start(Runnable writer) {
    try {
      threads.execute(writer);
    } catch (RejectedExecutionException e) {
      throw new Busy("Too many long answers at once.", Duration.ofSeconds(2));
    }
  }

  @PreDestroy
  void stop() {
    threads.shutdownNow();
  }
}
