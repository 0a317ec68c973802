package io.salus.gateway.jobs;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.gateway.backend.StreamClient;
import io.salus.proto.jobs.v1.CancelJobRequest;
import io.salus.proto.jobs.v1.GetJobRequest;
import io.salus.proto.jobs.v1.JobServiceGrpc;
import io.salus.proto.jobs.v1.ListJobsRequest;
import io.salus.proto.jobs.v1.ListJobsResponse;
import io.salus.proto.jobs.v1.WatchJobRequest;
import io.salus.proto.jobs.v1.WatchJobResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The job services of all services that have one; a job's id starts with its service's name. */
@ApplicationScoped
class JobsClient {
  /** After this a watcher is cut off and comes again, so that a lost connection cannot linger. */
  private static final Duration WATCH = Duration.ofMinutes(30);

  private final BackendClient backend;
  private final Map<String, Channel> channels = new LinkedHashMap<>();

  JobsClient(BackendClient backend, GrpcChannels grpc) {
    this.backend = backend;
    for (String service : List.of("records", "inference", "synthesis")) {
      channels.put(service, grpc.to(service, JobServiceGrpc.getServiceDescriptor()));
    }
  }

  JobView get(String id) {
    GetJobRequest request = GetJobRequest.newBuilder().setId(id).build();
    return JobProtoMapper.view(
        backend.ask(channelOf(id), JobServiceGrpc.getGetJobMethod(), request).getJob());
  }

  JobView cancel(String id) {
    CancelJobRequest request = CancelJobRequest.newBuilder().setId(id).build();
    return JobProtoMapper.view(
        backend.ask(channelOf(id), JobServiceGrpc.getCancelJobMethod(), request).getJob());
  }

  /** The newest jobs of all services, asked for at the same time. */
  List<JobView> list(int limit) {
    ListJobsRequest request = ListJobsRequest.newBuilder().setLimit(limit).build();
    RoutingContext http = backend.request();
    List<CompletableFuture<ListJobsResponse>> answers = new ArrayList<>();
    for (Channel channel : channels.values()) {
      answers.add(
          backend.start(
              http, channel, JobServiceGrpc.getListJobsMethod(), request, backend.deadline()));
    }
    return answers.stream()
        .flatMap(answer -> join(answer).getJobsList().stream())
        .map(JobProtoMapper::view)
        .sorted(Comparator.comparing(JobView::createdAt).reversed())
        .limit(limit)
        .toList();
  }

  /** Writes every change of a job as the body of the response, until the job ends. */
  void watch(
      RoutingContext http,
      String id,
      Consumer<HttpServerResponse> begin,
      Function<JobView, Buffer> encode,
      Function<AppException, Buffer> problem) {
    StreamClient.pass(
        http,
        channelOf(id),
        JobServiceGrpc.getWatchJobMethod(),
        WatchJobRequest.newBuilder().setId(id).build(),
        WATCH,
        new StreamClient.Body<WatchJobResponse>() {
          @Override
          public void begin(HttpServerResponse response, @Nullable WatchJobResponse first) {
            begin.accept(response);
          }

          @Override
          public Buffer encode(WatchJobResponse message) {
            return encode.apply(JobProtoMapper.view(message.getJob()));
          }

          @Override
          public void broken(HttpServerResponse response, AppException failure) {
            response.end(problem.apply(failure));
          }
        });
  }

  private Channel channelOf(String id) {
    int dash = id.indexOf('-');
    Channel channel = dash < 0 ? null : channels.get(id.substring(0, dash));
    if (channel == null) {
      throw new NotFound("There is no such job.");
    }
    return channel;
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof AppException failure ? failure : e;
    }
  }
}
