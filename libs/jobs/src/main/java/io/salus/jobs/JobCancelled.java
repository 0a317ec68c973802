package io.salus.jobs;

/** Ends a job's work because it was cancelled, or because another worker has it now. */
public final class JobCancelled extends RuntimeException {
  JobCancelled() {
    super("the job was cancelled", null, false, false);
  }
}
