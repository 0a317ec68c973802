package io.salus.jobs;

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
   * Does the work. A worker that dies is followed by another, which calls this again: what was done
   * before must be found by the checkpoint, or do no harm when done twice.
   *
   * @return the result, a JSON object
   * @throws JobCancelled from {@link JobContext#progress} when somebody asked for it
   */
  String run(JobContext context) throws Exception;
}
