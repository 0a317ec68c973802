package io.salus.gateway.fakes;

import io.grpc.stub.StreamObserver;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.InferTensorContents;
import io.salus.proto.oip.v2.ModelInferRequest;
import io.salus.proto.oip.v2.ModelInferResponse;
import io.salus.proto.oip.v2.ModelMetadataRequest;
import io.salus.proto.oip.v2.ModelMetadataResponse;
import io.salus.proto.oip.v2.ModelReadyRequest;
import io.salus.proto.oip.v2.ModelReadyResponse;
import io.salus.proto.oip.v2.ServerLiveRequest;
import io.salus.proto.oip.v2.ServerLiveResponse;
import io.salus.proto.oip.v2.ServerMetadataRequest;
import io.salus.proto.oip.v2.ServerMetadataResponse;
import io.salus.proto.oip.v2.ServerReadyRequest;
import io.salus.proto.oip.v2.ServerReadyResponse;
import io.salus.service.errors.AppException.NotFound;

/**
 * A model {@code double} that doubles its FP32 input, and {@code never}, which does not answer.
 * Version 2 of {@code asked} is ready once it was asked twice, of {@code given-up} once twice those
 * who asked have gone.
 */
final class FakeInference extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final Unanswered unanswered;

  FakeInference(Unanswered unanswered) {
    this.unanswered = unanswered;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> out) {
    FakeRecords.answer(out, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> out) {
    FakeRecords.answer(out, () -> ServerReadyResponse.newBuilder().setReady(true).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> out) {
    FakeRecords.answer(out, () -> ModelReadyResponse.newBuilder().setReady(ready(request)).build());
  }

  private boolean ready(ModelReadyRequest request) {
    return switch (request.getName()) {
      case "asked" -> unanswered.asked(Integer.parseInt(request.getVersion()));
      case "given-up" -> unanswered.givenUp(Integer.parseInt(request.getVersion()));
      default -> !request.getVersion().equals("9");
    };
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> out) {
    FakeRecords.answer(
        out, () -> ServerMetadataResponse.newBuilder().setName("salus").setVersion("1").build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          if (!request.getName().equals("double")) {
            throw new NotFound("There is no such model.");
          }
          return ModelMetadataResponse.newBuilder().setName("double").addVersions("1").build();
        });
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
    if (request.getModelName().equals("never")) {
      unanswered.keep(out);
      return;
    }
    FakeRecords.answer(
        out,
        () -> {
          if (!request.getModelName().equals("double")) {
            throw new NotFound("There is no such model.");
          }
          InferTensorContents.Builder doubled = InferTensorContents.newBuilder();
          request
              .getInputs(0)
              .getContents()
              .getFp32ContentsList()
              .forEach(v -> doubled.addFp32Contents(2 * v));
          return ModelInferResponse.newBuilder()
              .setModelName(request.getModelName())
              .setModelVersion("1")
              .setId(request.getId())
              .addOutputs(
                  ModelInferResponse.InferOutputTensor.newBuilder()
                      .setName("y")
                      .setDatatype("FP32")
                      .addAllShape(request.getInputs(0).getShapeList())
                      .setContents(doubled))
              .build();
        });
  }
}
