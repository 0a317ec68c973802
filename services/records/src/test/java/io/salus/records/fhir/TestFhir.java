package io.salus.records.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.salus.proto.records.v1.CapabilitiesRequest;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.DeleteRequest;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.FhirServiceGrpc.FhirServiceBlockingStub;
import io.salus.proto.records.v1.HistoryRequest;
import io.salus.proto.records.v1.MutinyFhirServiceGrpc;
import io.salus.proto.records.v1.MutinyOperationServiceGrpc;
import io.salus.proto.records.v1.OperateRequest;
import io.salus.proto.records.v1.OperateResponse;
import io.salus.proto.records.v1.OperationHead;
import io.salus.proto.records.v1.OperationServiceGrpc;
import io.salus.proto.records.v1.PatchRequest;
import io.salus.proto.records.v1.PatchResponse;
import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadVersionRequest;
import io.salus.proto.records.v1.ResourceAddress;
import io.salus.proto.records.v1.SearchRequest;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.proto.records.v1.UpdateResponse;
import io.salus.records.store.Json;
import io.salus.service.errors.AppException;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.grpc.Bearer;
import io.salus.testkit.TestTokens;
import io.smallrye.mutiny.Multi;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/** FHIR over real gRPC with one token; errors come back as they were thrown. */
final class TestFhir implements AutoCloseable {
  static final String BASE = "http://salus.test/fhir";
  private final ManagedChannel channel;
  private final FhirServiceBlockingStub stub;
  private final Bearer credentials;

  TestFhir(URI address, String token) {
    channel =
        NettyChannelBuilder.forAddress(address.getHost(), address.getPort())
            .usePlaintext()
            .maxInboundMessageSize(64 << 20)
            .build();
    credentials = new Bearer(token);
    stub = FhirServiceGrpc.newBlockingStub(channel).withCallCredentials(credentials);
  }

  static TestFhir admin(URI address, String tenant) {
    return new TestFhir(address, TestTokens.admin(tenant));
  }

  /**
   * Reads in one call; what each of {@code type/id} came to: version, code of the refusal, or
   * alone.
   */
  List<String> readMany(List<String> addresses) {
    ReadManyRequest.Builder request = ReadManyRequest.newBuilder();
    for (String address : addresses) {
      int slash = address.indexOf('/');
      request.addReads(
          ResourceAddress.newBuilder()
              .setType(address.substring(0, slash))
              .setId(address.substring(slash + 1)));
    }
    return stub.readMany(request.build()).getOutcomesList().stream()
        .map(
            outcome ->
                switch (outcome.getOutcomeCase()) {
                  case FOUND -> "version " + outcome.getFound().getVersion();
                  case REFUSED -> outcome.getRefused().getCode();
                  case OUTCOME_NOT_SET -> "alone";
                })
        .toList();
  }

  CreateResponse create(String type, String json) {
    return createIfNone(type, json, "");
  }

  CreateResponse createIfNone(String type, String json, String condition) {
    return stub.create(
        CreateRequest.newBuilder()
            .setType(type)
            .setResource(ByteString.copyFromUtf8(json))
            .setIfNoneExist(condition)
            .build());
  }

  UpdateResponse update(String type, String id, String json, int ifMatch) {
    return stub.update(
        UpdateRequest.newBuilder()
            .setType(type)
            .setId(id)
            .setResource(ByteString.copyFromUtf8(json))
            .setIfMatch(ifMatch)
            .build());
  }

  UpdateResponse updateWhere(String type, String condition, String json) {
    return stub.update(
        UpdateRequest.newBuilder()
            .setType(type)
            .setCondition(condition)
            .setResource(ByteString.copyFromUtf8(json))
            .build());
  }

  UpdateResponse createAs(String type, String id, String json) {
    return stub.update(
        UpdateRequest.newBuilder()
            .setType(type)
            .setId(id)
            .setIfNoneMatch(true)
            .setResource(ByteString.copyFromUtf8(json))
            .build());
  }

  JsonNode patch(String type, String id, String patch, int ifMatch) {
    return json(
        stub.patch(
                PatchRequest.newBuilder()
                    .setType(type)
                    .setId(id)
                    .setPatch(ByteString.copyFromUtf8(patch))
                    .setIfMatch(ifMatch)
                    .build())
            .getResource());
  }

  PatchResponse patchWhere(String type, String condition, String patch) {
    return stub.patch(
        PatchRequest.newBuilder()
            .setType(type)
            .setCondition(condition)
            .setPatch(ByteString.copyFromUtf8(patch))
            .build());
  }

  int deleteWhere(String type, String condition) {
    return stub.delete(DeleteRequest.newBuilder().setType(type).setCondition(condition).build())
        .getVersion();
  }

  JsonNode history(String type, String id, String query) {
    return json(
        stub.history(
                HistoryRequest.newBuilder()
                    .setType(type)
                    .setId(id)
                    .setQuery(query)
                    .setBaseUrl(BASE)
                    .build())
            .getBundle());
  }

  JsonNode read(String type, String id, String query) {
    return json(
        stub.read(ReadRequest.newBuilder().setType(type).setId(id).setQuery(query).build())
            .getResource());
  }

  int delete(String type, String id) {
    return stub.delete(DeleteRequest.newBuilder().setType(type).setId(id).build()).getVersion();
  }

  JsonNode read(String type, String id) {
    return json(stub.read(ReadRequest.newBuilder().setType(type).setId(id).build()).getResource());
  }

  JsonNode readVersion(String type, String id, int version) {
    return json(
        stub.readVersion(
                ReadVersionRequest.newBuilder().setType(type).setId(id).setVersion(version).build())
            .getResource());
  }

  JsonNode history(String type, String id) {
    return json(
        stub.history(HistoryRequest.newBuilder().setType(type).setId(id).setBaseUrl(BASE).build())
            .getBundle());
  }

  JsonNode search(String type, String query) {
    return search(type, query, false);
  }

  JsonNode search(String type, String query, boolean strict) {
    return json(
        stub.search(
                SearchRequest.newBuilder()
                    .setType(type)
                    .setQuery(query)
                    .setBaseUrl(BASE)
                    .setStrict(strict)
                    .build())
            .getBundle());
  }

  JsonNode capabilities() {
    return json(
        stub.capabilities(CapabilitiesRequest.newBuilder().setBaseUrl(BASE).build())
            .getCapabilityStatement());
  }

  JsonNode submit(String bundle) {
    ByteString body = ByteString.copyFromUtf8(bundle);
    return json(
        MutinyFhirServiceGrpc.newMutinyStub(channel)
            .withCallCredentials(credentials)
            .submitBundle(
                Multi.createFrom()
                    .items(
                        SubmitBundleRequest.newBuilder()
                            .setChunk(body.substring(0, body.size() / 2))
                            .setBaseUrl(BASE)
                            .build(),
                        SubmitBundleRequest.newBuilder()
                            .setChunk(body.substring(body.size() / 2))
                            .build()))
            .await()
            .indefinitely()
            .getBundle());
  }

  /** The resource that an operation answers with. */
  JsonNode operate(OperationHead.Builder head, String body) {
    ByteString answer = ByteString.EMPTY;
    for (OperateResponse message : operating(head, body)) {
      answer = answer.concat(message.getChunk());
    }
    return json(answer);
  }

  /** All messages of an operation's answer. */
  List<OperateResponse> operating(OperationHead.Builder head, String body) {
    return MutinyOperationServiceGrpc.newMutinyStub(channel)
        .withCallCredentials(credentials)
        .operate(Multi.createFrom().items(called(head), piece(body)))
        .collect()
        .asList()
        .await()
        .indefinitely();
  }

  /** Starts an operation without a body, and asks for nothing yet. */
  ClientCall<?, OperateResponse> start(
      OperationHead.Builder head, ClientCall.Listener<OperateResponse> listener) {
    ClientCall<OperateRequest, OperateResponse> call =
        channel.newCall(
            OperationServiceGrpc.getOperateMethod(),
            CallOptions.DEFAULT.withCallCredentials(credentials));
    call.start(listener, new Metadata());
    call.sendMessage(called(head));
    call.halfClose();
    return call;
  }

  private static OperateRequest called(OperationHead.Builder head) {
    return OperateRequest.newBuilder().setHead(head).build();
  }

  private static OperateRequest piece(String body) {
    return OperateRequest.newBuilder().setChunk(ByteString.copyFromUtf8(body)).build();
  }

  /** Ids of the matches, in order. */
  List<String> ids(String type, String query) {
    List<String> ids = new ArrayList<>();
    for (JsonNode entry : search(type, query).path("entry")) {
      if (entry.at("/search/mode").asText().equals("match")) {
        ids.add(entry.at("/resource/id").asText());
      }
    }
    return ids;
  }

  /** The error that the call ends with. */
  static AppException error(Executable call) {
    try {
      call.execute();
    } catch (StatusRuntimeException e) {
      return GrpcErrors.fromStatus(e);
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("the call succeeded");
  }

  private static JsonNode json(ByteString bytes) {
    return Json.parse(bytes.toByteArray());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
