package io.salus.inference.serving;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.StartupEvent;
import io.salus.inference.batching.EventLoop;
import io.salus.inference.tensor.Tensor;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase;
import io.salus.proto.oip.v2.ModelConfigRequest;
import io.salus.proto.oip.v2.ModelConfigResponse;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ModelReadyResponse;
import io.salus.proto.oip.v2.ModelStatisticsRequest;
import io.salus.proto.oip.v2.ModelStatisticsResponse;
import io.salus.proto.oip.v2.RepositoryIndexRequest;
import io.salus.proto.oip.v2.RepositoryIndexResponse;
import io.salus.proto.oip.v2.RepositoryModelLoadRequest;
import io.salus.proto.oip.v2.RepositoryModelLoadResponse;
import io.salus.proto.oip.v2.RepositoryModelUnloadRequest;
import io.salus.proto.oip.v2.RepositoryModelUnloadResponse;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.proto.oip.v2.ServerLiveResponse;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.proto.oip.v2.ServerMetadataResponse;
import io.salus.proto.oip.v2.ServerReadyRequest;
import io.salus.proto.oip.v2.ServerReadyResponse;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.ShortCalls;
import io.salus.service.grpc.UnaryCall;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Open Inference Protocol v2 over gRPC. Inference stays on the event loop unless its model takes
 * long; what asks the registry or reads files does so on a thread of its own.
 */
@GrpcService
class OipGrpcService extends GRPCInferenceServiceImplBase {
  private final Inference inference;
  private final ModelInfo info;
  private final RepositoryIndex repository;
  private final ServerInfo server;

  OipGrpcService(
      Inference inference, ModelInfo info, RepositoryIndex repository, ServerInfo server) {
    this.inference = inference;
    this.info = info;
    this.repository = repository;
    this.server = server;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> out) {
    end(out, ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> out) {
    end(out, ServerReadyResponse.newBuilder().setReady(true).build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> out) {
    end(
        out,
        ServerMetadataResponse.newBuilder()
            .setName(ServerInfo.NAME)
            .setVersion(server.version())
            .addAllExtensions(ServerInfo.EXTENSIONS)
            .build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> out) {
    Caller caller = CallerContext.current();
    apart(
        out,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(info.ready(caller, request.getName(), request.getVersion()))
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
    Caller caller = CallerContext.current();
    apart(
        out,
        () ->
            ModelProtoMapper.metadata(
                info.describe(caller, request.getName(), request.getVersion())));
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> out) {
    Caller caller = CallerContext.current();
    apart(
        out,
        () ->
            ModelProtoMapper.config(
                info.describe(caller, request.getName(), request.getVersion())));
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> out) {
    Caller caller = CallerContext.current();
    apart(
        out,
        () ->
            ModelProtoMapper.statistics(
                info.figures(caller, request.getName(), request.getVersion())));
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> out) {
    Caller caller = CallerContext.current();
    apart(out, () -> ModelProtoMapper.index(repository.list(caller, request.getReady())));
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> out) {
    Caller caller = CallerContext.current();
    if (request.getParametersCount() > 0) {
      throw new InvalidInput("What a model is stands in its manifest.", "parameters");
    }
    apart(
        out,
        () -> {
          repository.load(caller, request.getModelName());
          return RepositoryModelLoadResponse.getDefaultInstance();
        });
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> out) {
    Caller caller = CallerContext.current();
    apart(
        out,
        () -> {
          repository.unload(caller, request.getModelName());
          return RepositoryModelUnloadResponse.getDefaultInstance();
        });
  }

  /** A small model takes less than a call takes the general gRPC server. */
  void answerShort(@Observes StartupEvent event, ShortCalls calls) {
    calls.add(
        GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName(),
        ModelInferRequest.parser(),
        this::infer);
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
    Runnable giveUp = infer(UnaryCall.current(), request, out);
    if (out instanceof ServerCallStreamObserver<ModelInferResponse> cancellable) {
      cancellable.setOnCancelHandler(giveUp);
    }
  }

  private Runnable infer(
      UnaryCall asked, ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
    Caller caller = asked.caller();
    Executor near = EventLoop.current();
    if (inference.refuses(
        caller,
        request.getModelName(),
        request.getModelVersion(),
        near,
        () -> out.onError(GrpcErrors.toStatus(inference.full())))) {
      return () -> {};
    }
    InferCall call = InferProtoMapper.call(request, asked.deadline());
    Inference.Pending pending =
        inference.infer(
            caller,
            call,
            new InferCall.Reply() {
              @Override
              public void answered(String version, List<Tensor> outputs, @Nullable UUID stored) {
                end(out, InferProtoMapper.response(request, version, outputs, stored));
              }

              @Override
              public void failed(Throwable failure) {
                out.onError(GrpcErrors.toStatus(failure));
              }
            },
            near);
    return pending::cancel;
  }

  private static <R> void end(StreamObserver<R> out, R response) {
    out.onNext(response);
    out.onCompleted();
  }

  private static <R> void apart(StreamObserver<R> out, Supplier<R> work) {
    Thread.ofVirtual()
        .name("oip")
        .start(
            () -> {
              R response;
              try {
                response = work.get();
              } catch (Throwable e) {
                out.onError(GrpcErrors.toStatus(e));
                return;
              }
              end(out, response);
            });
  }
}
