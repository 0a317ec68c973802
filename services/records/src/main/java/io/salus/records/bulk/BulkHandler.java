package io.salus.records.bulk;

import io.salus.jobs.JobHandler;
import io.salus.records.operation.Content;
import io.salus.records.operation.OperationAnswer;
import io.salus.service.security.Caller;
import java.util.Map;

/**
 * A kind of job that makes files. A bean of this type is all that a further kind adds: {@code
 * $bulk-status} tells how far such a job is and {@code $bulk-file} gives its files, each to who
 * asked for the job.
 */
public interface BulkHandler extends JobHandler {
  /** Throws Forbidden for a file with content that the caller was not granted. */
  void requireRead(Caller caller, BulkFile file);

  /** Media type of one of its files. */
  default String mediaType(BulkFile file) {
    return file.mediaType();
  }

  /**
   * What {@code $bulk-status} answers while the job is under way, but for its headers.
   *
   * @param statusUrl where to ask again
   */
  default OperationAnswer underWay(String id, String statusUrl) {
    return new OperationAnswer(202, "", Map.of(), Content.NONE);
  }

  /** What {@code $bulk-status} answers once the job has succeeded. */
  default OperationAnswer manifest(FinishedJob job) {
    return BulkManifest.of(job);
  }
}
