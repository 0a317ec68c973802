package io.salus.gateway.oip;

import io.grpc.Channel;
import io.salus.gateway.backend.BackendClient;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.proto.oip.v2.ServerMetadataResponse;
import io.salus.proto.oip.v2.ServerReadyRequest;
import io.salus.service.grpc.GrpcChannels;
import jakarta.enterprise.context.ApplicationScoped;

/** Inference by the Open Inference Protocol. */
@ApplicationScoped
class OipClient {
  private final BackendClient backend;
  private final Channel channel;

  OipClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channel = channels.to("inference", GRPCInferenceServiceGrpc.getServiceDescriptor());
  }

  ServerView server() {
    ServerMetadataResponse server =
        backend.ask(
            channel,
            GRPCInferenceServiceGrpc.getServerMetadataMethod(),
            ServerMetadataRequest.getDefaultInstance());
    return new ServerView(
        server.getName(), server.getVersion(), server.getExtensionsList().stream().toList());
  }

  boolean live() {
    return backend
        .ask(
            channel,
            GRPCInferenceServiceGrpc.getServerLiveMethod(),
            ServerLiveRequest.getDefaultInstance())
        .getLive();
  }

  boolean ready() {
    return backend
        .ask(
            channel,
            GRPCInferenceServiceGrpc.getServerReadyMethod(),
            ServerReadyRequest.getDefaultInstance())
        .getReady();
  }

  boolean ready(String model, String version) {
    ModelReadyRequest request =
        ModelReadyRequest.newBuilder().setName(model).setVersion(version).build();
    return backend.ask(channel, GRPCInferenceServiceGrpc.getModelReadyMethod(), request).getReady();
  }

  ModelMetadataView metadata(String model, String version) {
    ModelMetadataRequest request =
        ModelMetadataRequest.newBuilder().setName(model).setVersion(version).build();
    return OipProtoMapper.metadata(
        backend.ask(channel, GRPCInferenceServiceGrpc.getModelMetadataMethod(), request));
  }

  InferResponseView infer(String model, String version, InferRequestView request) {
    return OipProtoMapper.response(
        backend.ask(
            channel,
            GRPCInferenceServiceGrpc.getModelInferMethod(),
            OipProtoMapper.request(model, version, request)));
  }
}
