package io.salus.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.salus.proto.inference.v1.CdsServiceGrpc;
import io.salus.proto.inference.v1.CdsServiceGrpc.CdsServiceBlockingStub;
import io.salus.proto.inference.v1.ModelServiceGrpc;
import io.salus.proto.inference.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import io.salus.proto.inference.v1.MonitoringServiceGrpc;
import io.salus.proto.inference.v1.MonitoringServiceGrpc.MonitoringServiceBlockingStub;
import io.salus.proto.inference.v1.ProtocolServiceGrpc;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceBlockingStub;
import io.salus.proto.inference.v1.ProtocolServiceGrpc.ProtocolServiceStub;
import io.salus.proto.inference.v1.TableServiceGrpc;
import io.salus.proto.inference.v1.TableServiceGrpc.TableServiceBlockingStub;
import io.salus.proto.inference.v1.TableServiceGrpc.TableServiceStub;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.salus.proto.oip.v2.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import io.salus.service.grpc.Bearer;
import org.junit.jupiter.api.function.Executable;

/** Clients of the service under test, over the wire. */
final class TestClients implements AutoCloseable {
  private final ManagedChannel channel;

  TestClients(int port) {
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

  /** For tables that are sent in pieces. */
  TableServiceStub tablesLater(String token) {
    return TableServiceGrpc.newStub(channel).withCallCredentials(new Bearer(token));
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
