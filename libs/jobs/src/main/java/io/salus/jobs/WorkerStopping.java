package io.salus.jobs;

/** The worker process ends; the job goes back to the queue. */
final class WorkerStopping extends RuntimeException {
  WorkerStopping() {
    super("the worker is stopping", null, false, false);
  }
}
