package io.salus.jobs;

import io.salus.service.security.Caller;

/** One kind of long work. A bean of this type is all a service adds to have a new kind of job. */
public interface JobHandler {
  /** Stable name, for example {@code train}. */
  String kind();

  /**
   * Scope that the caller needs, checked when the job is asked for, when it starts and before its
   * result is published.
   */
  String scope();

  /**
   * Checks the rights of the caller at the same times; where one scope does not say it all. Throws
   * {@link io.salus.service.errors.AppException.Forbidden}.
   */
  default void check(Caller caller) {
    caller.require(scope());
  }

  /**
   * Does the work. A worker that dies is followed by another, which calls this again: what was done
   * before must be found by the checkpoint, or do no harm when done twice.
   *
   * @return the result, a JSON object
   * @throws JobCancelled from {@link JobContext#progress} when somebody asked for it
   */
  String run(JobContext context) throws Exception;

  /**
   * Takes away what a job of this kind has made so far: it was cancelled, and nobody works on it.
   * Not called when the process dies right then.
   *
   * @param job the id that callers see
   */
  default void cancelled(Caller caller, String job) {}
}
