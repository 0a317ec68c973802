package io.salus.gateway.fakes;

import com.google.protobuf.Timestamp;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salus.proto.jobs.v1.CancelJobRequest;
import io.salus.proto.jobs.v1.CancelJobResponse;
import io.salus.proto.jobs.v1.GetJobRequest;
import io.salus.proto.jobs.v1.GetJobResponse;
import io.salus.proto.jobs.v1.Job;
import io.salus.proto.jobs.v1.JobServiceGrpc;
import io.salus.proto.jobs.v1.JobState;
import io.salus.proto.jobs.v1.ListJobsRequest;
import io.salus.proto.jobs.v1.ListJobsResponse;
import io.salus.proto.jobs.v1.WatchJobRequest;
import io.salus.proto.jobs.v1.WatchJobResponse;
import io.salus.service.errors.AppException.NotFound;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Jobs whose id says what became of them: {@code -done}, {@code -failed}, {@code -endless}. The
 * attempts of {@code -watchers} count the watchers of the endless one.
 */
final class FakeJobs extends JobServiceGrpc.JobServiceImplBase {
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_780_000_000L).build();
  private final AtomicInteger watchers = new AtomicInteger();

  @Override
  public void getJob(GetJobRequest request, StreamObserver<GetJobResponse> out) {
    FakeRecords.answer(
        out, () -> GetJobResponse.newBuilder().setJob(require(request.getId())).build());
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> out) {
    FakeRecords.answer(
        out, () -> ListJobsResponse.newBuilder().addJobs(require("inference-done")).build());
  }

  @Override
  public void cancelJob(CancelJobRequest request, StreamObserver<CancelJobResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            CancelJobResponse.newBuilder()
                .setJob(require(request.getId()).toBuilder().setCancelRequested(true))
                .build());
  }

  @Override
  public void watchJob(WatchJobRequest request, StreamObserver<WatchJobResponse> out) {
    if (request.getId().endsWith("-endless")) {
      watchers.incrementAndGet();
      ((ServerCallStreamObserver<WatchJobResponse>) out)
          .setOnCancelHandler(watchers::decrementAndGet);
      out.onNext(WatchJobResponse.newBuilder().setJob(running(request.getId(), 0.1)).build());
      return;
    }
    FakeRecords.answer(
        out,
        () -> {
          Job end = require(request.getId());
          out.onNext(WatchJobResponse.newBuilder().setJob(running(request.getId(), 0.5)).build());
          return WatchJobResponse.newBuilder().setJob(end).build();
        });
  }

  private Job require(String id) {
    Job.Builder job = running(id, 1).toBuilder().setFinishedAt(TIME);
    return switch (id.substring(id.indexOf('-'))) {
      case "-done" ->
          job.setState(JobState.JOB_STATE_SUCCEEDED).setResultJson("{\"rows\":7}").build();
      case "-failed" ->
          job.setState(JobState.JOB_STATE_FAILED)
              .setErrorCode("invalid-input")
              .setErrorDetail("Too few rows.")
              .build();
      case "-endless" -> running(id, 0.1);
      case "-watchers" -> running(id, 0.1).toBuilder().setAttempts(watchers.get()).build();
      default -> throw new NotFound("There is no such job.");
    };
  }

  private static Job running(String id, double progress) {
    return Job.newBuilder()
        .setId(id)
        .setKind("train")
        .setState(JobState.JOB_STATE_RUNNING)
        .setProgress(progress)
        .setMessage("epochs")
        .setEtaSeconds(progress < 1 ? 4 : -1)
        .setAttempts(1)
        .setCreatedAt(TIME)
        .setStartedAt(TIME)
        .build();
  }
}
