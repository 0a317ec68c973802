package io.salus.inference;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.restassured.specification.RequestSpecification;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.CdsServiceGrpc.CdsServiceBlockingStub;
import io.salus.proto.inference.v1.GetPredictionRequest;
import io.salus.proto.inference.v1.ModelServiceGrpc;
import io.salus.proto.inference.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import io.salus.proto.inference.v1.MonitoringServiceGrpc;
import io.salus.proto.inference.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.salus.proto.inference.v1.Prediction;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceBlockingStub;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceStub;
import io.salus.proto.inference.v1.PutTableRequest;
import io.salus.proto.inference.v1.PutTableResponse;
import io.salus.proto.inference.v1.ReplayPredictionRequest;
import io.salus.proto.inference.v1.ReplayPredictionResponse;
import io.salus.proto.inference.v1.ScorePatientRequest;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.proto.inference.v1.TableServiceGrpc.TableServiceBlockingStub;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import io.salus.service.grpc.Bearer;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.function.Executable;

/** Clients of the service under test, over the wire. */
final class TestClients implements AutoCloseable {
  private static final int PIECE = 10_000;

  private final int port;
  private final ManagedChannel channel;

  TestClients(int port) {
    this.port = port;
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  ModelServiceBlockingStub models(String token) {
    return ModelServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  CdsServiceBlockingStub cds(String token) {
    return CdsServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  TableServiceBlockingStub tables(String token) {
    return TableServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  MonitoringServiceBlockingStub monitoring(String token) {
    return MonitoringServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  /** A prediction of a patient as of a day that is always the same. */
  Prediction score(String token, String model, String patient) {
    return score(token, model, patient, Instant.ofEpochSecond(1_750_000_000));
  }

  Prediction score(String token, String model, String patient, Instant asOf) {
    return models(token)
        .scorePatient(
            ScorePatientRequest.newBuilder()
                .setModel(model)
                .setPatientId(patient)
                .setAsOf(Timestamp.newBuilder().setSeconds(asOf.getEpochSecond()))
                .build())
        .getPrediction();
  }

  /** A prediction as it is kept. */
  Prediction prediction(String token, String id) {
    return models(token)
        .getPrediction(GetPredictionRequest.newBuilder().setId(id).build())
        .getPrediction();
  }

  ReplayPredictionResponse replay(String token, Prediction made) {
    return models(token)
        .replayPrediction(ReplayPredictionRequest.newBuilder().setId(made.getId()).build());
  }

  /** The HTTP API. */
  RequestSpecification http(String token) {
    return given().port(port).auth().oauth2(token);
  }

  /** Sends a table in pieces, as people's files come. */
  PutTableResponse put(String token, String format, byte[] bytes) throws Exception {
    CompletableFuture<PutTableResponse> kept = new CompletableFuture<>();
    StreamObserver<PutTableRequest> out =
        TableServiceGrpc.newStub(channel)
            .withCallCredentials(new Bearer(token))
            .put(
                new StreamObserver<>() {
                  @Override
                  public void onNext(PutTableResponse response) {
                    kept.complete(response);
                  }

                  @Override
                  public void onError(Throwable failure) {
                    kept.completeExceptionally(failure);
                  }

                  @Override
                  public void onCompleted() {
                    // The answer came before.
                  }
                });
    out.onNext(PutTableRequest.newBuilder().setFormat(format).build());
    for (int from = 0; from < bytes.length; from += PIECE) {
      int length = Math.min(PIECE, bytes.length - from);
      out.onNext(
          PutTableRequest.newBuilder().setChunk(ByteString.copyFrom(bytes, from, length)).build());
    }
    out.onCompleted();
    return kept.get(20, TimeUnit.SECONDS);
  }

  GRPCInferenceServiceBlockingStub tensors(String token) {
    return tensors().withCallCredentials(new Bearer(token));
  }

  /** For calls that are given up. */
  GRPCInferenceServiceStub tensorsLater(String token) {
    return GRPCInferenceServiceGrpc.newStub(channel).withCallCredentials(new Bearer(token));
  }

  /** The protocol as the gateway passes it on. */
  ProtocolServiceBlockingStub protocol(String token) {
    return ProtocolServiceGrpc.newBlockingStub(channel).withCallCredentials(new Bearer(token));
  }

  ProtocolServiceStub protocolLater(String token) {
    return ProtocolServiceGrpc.newStub(channel).withCallCredentials(new Bearer(token));
  }

  GRPCInferenceServiceBlockingStub tensors() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel);
  }

  /** The description of the status that a call must fail with. */
  static String fails(Status.Code code, Executable call) {
    StatusRuntimeException failure = assertThrows(StatusRuntimeException.class, call);
    assertEquals(code, failure.getStatus().getCode(), failure.getMessage());
    return String.valueOf(failure.getStatus().getDescription());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
