package io.salus.gateway.oip;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.StartupEvent;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
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
import io.salus.service.grpc.Bearer;
import io.salus.service.grpc.GrpcChannels;
import io.salus.service.grpc.ShortCalls;
import io.salus.service.grpc.UnaryCall;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.TimeUnit;

/** The protocol over gRPC, passed through to inference with the caller's token. */
@GrpcService
class OipGrpcService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final LoopClient channels;

  OipGrpcService(GrpcChannels channels) {
    this.channels = new LoopClient(channels, GRPCInferenceServiceGrpc.getServiceDescriptor());
  }

  /** Passing a row on takes less than a call takes the general gRPC server. */
  void passShort(@Observes StartupEvent event, ShortCalls calls) {
    calls.<ModelInferRequest, ModelInferResponse>add(
        GRPCInferenceServiceGrpc.getModelInferMethod().getFullMethodName(),
        ModelInferRequest.parser(),
        (call, request, out) ->
            forward(call, GRPCInferenceServiceGrpc.getModelInferMethod(), request, out));
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> out) {
    forward(GRPCInferenceServiceGrpc.getServerLiveMethod(), request, out);
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> out) {
    forward(GRPCInferenceServiceGrpc.getServerReadyMethod(), request, out);
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> out) {
    forward(GRPCInferenceServiceGrpc.getModelReadyMethod(), request, out);
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> out) {
    forward(GRPCInferenceServiceGrpc.getServerMetadataMethod(), request, out);
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
    forward(GRPCInferenceServiceGrpc.getModelMetadataMethod(), request, out);
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
    forward(GRPCInferenceServiceGrpc.getModelInferMethod(), request, out);
  }

  @Override
  public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> out) {
    forward(GRPCInferenceServiceGrpc.getModelConfigMethod(), request, out);
  }

  @Override
  public void modelStatistics(
      ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> out) {
    forward(GRPCInferenceServiceGrpc.getModelStatisticsMethod(), request, out);
  }

  @Override
  public void repositoryIndex(
      RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> out) {
    forward(GRPCInferenceServiceGrpc.getRepositoryIndexMethod(), request, out);
  }

  @Override
  public void repositoryModelLoad(
      RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> out) {
    forward(GRPCInferenceServiceGrpc.getRepositoryModelLoadMethod(), request, out);
  }

  @Override
  public void repositoryModelUnload(
      RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> out) {
    forward(GRPCInferenceServiceGrpc.getRepositoryModelUnloadMethod(), request, out);
  }

  private <Q, R> void forward(MethodDescriptor<Q, R> method, Q request, StreamObserver<R> out) {
    Runnable cancel = forward(UnaryCall.current(), method, request, out);
    if (out instanceof ServerCallStreamObserver<R> cancellable) {
      cancellable.setOnCancelHandler(cancel);
    }
  }

  private <Q, R> Runnable forward(
      UnaryCall asked, MethodDescriptor<Q, R> method, Q request, StreamObserver<R> out) {
    CallOptions options = CallOptions.DEFAULT;
    if (asked.token() != null) {
      options = options.withCallCredentials(new Bearer(asked.token()));
    }
    if (asked.deadline() != 0) {
      // What its client does not wait for need not be computed.
      options =
          options.withDeadlineAfter(asked.deadline() - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    ClientCall<Q, R> call = channels.here().newCall(method, options);
    ClientCalls.asyncUnaryCall(call, request, out);
    return () -> call.cancel("the client went away", null);
  }
}
