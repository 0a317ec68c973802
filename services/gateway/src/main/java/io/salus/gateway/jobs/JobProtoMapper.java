package io.salus.gateway.jobs;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.gateway.jobs.JobView.JobError;
import io.salus.proto.jobs.v1.Job;
import io.salus.proto.jobs.v1.JobState;

/** Jobs as REST shows them. */
final class JobProtoMapper {
  private JobProtoMapper() {}

  static JobView view(Job job) {
    return new JobView(
        job.getId(),
        job.getKind(),
        state(job.getState()),
        job.getProgress(),
        job.getMessage(),
        job.getEtaSeconds() < 0 ? null : job.getEtaSeconds(),
        WireProtoMapper.json(job.getResultJson()),
        job.getErrorCode().isEmpty()
            ? null
            : new JobError(job.getErrorCode(), job.getErrorDetail()),
        job.getCancelRequested(),
        job.getAttempts(),
        WireProtoMapper.instant(job.getCreatedAt()),
        WireProtoMapper.instant(job.hasStartedAt(), job.getStartedAt()),
        WireProtoMapper.instant(job.hasFinishedAt(), job.getFinishedAt()));
  }

  private static String state(JobState state) {
    return switch (state) {
      case JOB_STATE_QUEUED -> "queued";
      case JOB_STATE_RUNNING -> "running";
      case JOB_STATE_SUCCEEDED -> "succeeded";
      case JOB_STATE_FAILED -> "failed";
      case JOB_STATE_CANCELLED -> "cancelled";
      case JOB_STATE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a job without a state");
    };
  }
}
