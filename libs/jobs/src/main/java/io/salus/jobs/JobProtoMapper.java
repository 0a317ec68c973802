package io.salus.jobs;

import com.google.protobuf.Timestamp;
import io.salus.proto.jobs.v1.JobState;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** A job as the contract writes it. */
@ApplicationScoped
class JobProtoMapper {
  private final Jobs jobs;

  JobProtoMapper(Jobs jobs) {
    this.jobs = jobs;
  }

  io.salus.proto.jobs.v1.Job toProto(Job job) {
    io.salus.proto.jobs.v1.Job.Builder proto =
        io.salus.proto.jobs.v1.Job.newBuilder()
            .setId(jobs.publicId(job.id()))
            .setKind(job.kind())
            .setState(state(job))
            .setProgress(job.progress())
            .setMessage(job.message())
            .setEtaSeconds(job.etaSeconds())
            .setCancelRequested(job.cancelRequested())
            .setAttempts(job.attempts())
            .setCreatedAt(timestamp(job.createdAt()));
    if (job.result() != null) {
      proto.setResultJson(job.result());
    }
    if (job.errorCode() != null) {
      proto.setErrorCode(job.errorCode());
    }
    if (job.errorDetail() != null) {
      proto.setErrorDetail(job.errorDetail());
    }
    if (job.startedAt() != null) {
      proto.setStartedAt(timestamp(job.startedAt()));
    }
    if (job.finishedAt() != null) {
      proto.setFinishedAt(timestamp(job.finishedAt()));
    }
    return proto.build();
  }

  private static JobState state(Job job) {
    return switch (job.state()) {
      case QUEUED -> JobState.JOB_STATE_QUEUED;
      case RUNNING -> JobState.JOB_STATE_RUNNING;
      case SUCCEEDED -> JobState.JOB_STATE_SUCCEEDED;
      case FAILED -> JobState.JOB_STATE_FAILED;
      case CANCELLED -> JobState.JOB_STATE_CANCELLED;
    };
  }

  private static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }
}
