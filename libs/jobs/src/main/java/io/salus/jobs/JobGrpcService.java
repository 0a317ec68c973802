package io.salus.jobs;

import io.quarkus.grpc.GrpcService;
import io.salus.proto.jobs.v1.CancelJobRequest;
import io.salus.proto.jobs.v1.CancelJobResponse;
import io.salus.proto.jobs.v1.GetJobRequest;
import io.salus.proto.jobs.v1.GetJobResponse;
import io.salus.proto.jobs.v1.JobService;
import io.salus.proto.jobs.v1.ListJobsRequest;
import io.salus.proto.jobs.v1.ListJobsResponse;
import io.salus.proto.jobs.v1.WatchJobRequest;
import io.salus.proto.jobs.v1.WatchJobResponse;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Jobs over gRPC, the same in every service that has some. */
@GrpcService
class JobGrpcService implements JobService {
  private static final String READ = "salus/jobs.read";
  private static final Duration LOOK_EVERY = Duration.ofMillis(400);

  private final Jobs jobs;
  private final JobProtoMapper mapper;

  JobGrpcService(Jobs jobs, JobProtoMapper mapper) {
    this.jobs = jobs;
    this.mapper = mapper;
  }

  @Override
  @Blocking
  public Uni<GetJobResponse> getJob(GetJobRequest request) {
    Caller caller = CallerContext.current();
    caller.require(READ);
    Job job = jobs.require(caller, request.getId());
    return Uni.createFrom().item(GetJobResponse.newBuilder().setJob(mapper.toProto(job)).build());
  }

  @Override
  @Blocking
  public Uni<ListJobsResponse> listJobs(ListJobsRequest request) {
    Caller caller = CallerContext.current();
    caller.require(READ);
    ListJobsResponse.Builder response = ListJobsResponse.newBuilder();
    jobs.list(caller, request.getLimit()).forEach(job -> response.addJobs(mapper.toProto(job)));
    return Uni.createFrom().item(response.build());
  }

  @Override
  @Blocking
  public Multi<WatchJobResponse> watchJob(WatchJobRequest request) {
    Caller caller = CallerContext.current();
    caller.require(READ);
    Job first = jobs.require(caller, request.getId());
    Multi<Job> later =
        Multi.createFrom()
            .ticks()
            .every(LOOK_EVERY)
            .onOverflow()
            .drop()
            .onItem()
            .transformToUniAndConcatenate(
                tick ->
                    Uni.createFrom()
                        .item(() -> jobs.require(caller, request.getId()))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
    Multi<Job> all =
        Multi.createBy().concatenating().streams(Multi.createFrom().item(first), later);
    AtomicBoolean ended = new AtomicBoolean();
    return all.skip()
        .repetitions()
        .select()
        .first(job -> !ended.getAndSet(job.state().ended()))
        .map(job -> WatchJobResponse.newBuilder().setJob(mapper.toProto(job)).build());
  }

  @Override
  @Blocking
  public Uni<CancelJobResponse> cancelJob(CancelJobRequest request) {
    Caller caller = CallerContext.current();
    caller.require("salus/jobs.cancel");
    Job job = jobs.cancel(caller, request.getId());
    return Uni.createFrom()
        .item(CancelJobResponse.newBuilder().setJob(mapper.toProto(job)).build());
  }
}
