package io.salus.gateway.fhir;

import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.netty.channel.EventLoop;
import io.salus.gateway.backend.BackendClient;
import io.salus.proto.records.v1.CapabilitiesRequest;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.DeleteRequest;
import io.salus.proto.records.v1.DeleteResponse;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.HistoryRequest;
import io.salus.proto.records.v1.PatchRequest;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.ReadVersionRequest;
import io.salus.proto.records.v1.ResourceAddress;
import io.salus.proto.records.v1.SearchRequest;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.proto.records.v1.SubmitBundleResponse;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.service.grpc.GrpcChannels;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.impl.ContextInternal;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records' FHIR service, called from event loops. Each loop has a channel of its own, so that a
 * request, its call and its answer stay on one thread (a fifth more reads a second than sharing).
 */
@ApplicationScoped
class FhirClient {
  /** A transaction of a whole life of data takes its time. */
  private static final Duration BUNDLE_DEADLINE = Duration.ofMinutes(5);

  private final BackendClient backend;
  private final GrpcChannels channels;
  private final ReadClient reads;
  private final Map<EventLoop, Channel> perLoop = new ConcurrentHashMap<>();

  FhirClient(BackendClient backend, GrpcChannels channels) {
    this.backend = backend;
    this.channels = channels;
    this.reads = new ReadClient(backend, this);
  }

  Future<StoredResource> read(FhirRequest request, String id) {
    ResourceAddress address =
        ResourceAddress.newBuilder().setType(request.type()).setId(id).build();
    String query = request.query();
    return (query.isEmpty()
            ? reads.read(request.http(), address)
            : readAlone(request.http(), address, query))
        .map(response -> FhirProtoMapper.read(id, response));
  }

  Future<ReadResponse> readAlone(RoutingContext http, ResourceAddress address, String query) {
    ReadRequest message =
        ReadRequest.newBuilder()
            .setType(address.getType())
            .setId(address.getId())
            .setQuery(query)
            .build();
    return call(http, FhirServiceGrpc.getReadMethod(), message);
  }

  Future<StoredResource> readVersion(FhirRequest request) {
    ReadVersionRequest message =
        ReadVersionRequest.newBuilder()
            .setType(request.type())
            .setId(request.id())
            .setVersion(request.address().version())
            .setQuery(request.query())
            .build();
    return call(request, FhirServiceGrpc.getReadVersionMethod(), message)
        .map(response -> FhirProtoMapper.version(request.id(), response));
  }

  Future<Buffer> history(FhirRequest request) {
    HistoryRequest message =
        HistoryRequest.newBuilder()
            .setType(request.type())
            .setId(request.id())
            .setQuery(request.query())
            .setBaseUrl(request.base())
            .build();
    return call(request, FhirServiceGrpc.getHistoryMethod(), message)
        .map(response -> FhirProtoMapper.buffer(response.getBundle()));
  }

  Future<Buffer> search(FhirRequest request, String query) {
    SearchRequest message =
        SearchRequest.newBuilder()
            .setType(request.type())
            .setCompartment(request.id())
            .setQuery(query)
            .setBaseUrl(request.base())
            .setStrict(request.prefer().strict())
            .build();
    return call(request, FhirServiceGrpc.getSearchMethod(), message)
        .map(response -> FhirProtoMapper.buffer(response.getBundle()));
  }

  Future<StoredResource> create(FhirRequest request, String ifNoneExist) {
    CreateRequest message =
        CreateRequest.newBuilder()
            .setType(request.type())
            .setResource(FhirProtoMapper.bytes(request.body()))
            .setIfNoneExist(ifNoneExist)
            .build();
    return call(request, FhirServiceGrpc.getCreateMethod(), message).map(FhirProtoMapper::created);
  }

  /** An update of the address' resource, or of the one that the query finds. */
  Future<StoredResource> update(FhirRequest request, int ifMatch, boolean onlyNew) {
    UpdateRequest message =
        UpdateRequest.newBuilder()
            .setType(request.type())
            .setId(request.id())
            .setCondition(request.condition())
            .setResource(FhirProtoMapper.bytes(request.body()))
            .setIfMatch(ifMatch)
            .setIfNoneMatch(onlyNew)
            .build();
    return call(request, FhirServiceGrpc.getUpdateMethod(), message).map(FhirProtoMapper::updated);
  }

  /** A patch of the address' resource, or of the one that the query finds. */
  Future<StoredResource> patch(FhirRequest request, int ifMatch) {
    PatchRequest message =
        PatchRequest.newBuilder()
            .setType(request.type())
            .setId(request.id())
            .setCondition(request.condition())
            .setPatch(FhirProtoMapper.bytes(request.body()))
            .setIfMatch(ifMatch)
            .build();
    return call(request, FhirServiceGrpc.getPatchMethod(), message).map(FhirProtoMapper::patched);
  }

  /** Completes with the version that marks the delete, or 0. */
  Future<Integer> delete(FhirRequest request, int ifMatch) {
    DeleteRequest message =
        DeleteRequest.newBuilder()
            .setType(request.type())
            .setId(request.id())
            .setCondition(request.condition())
            .setIfMatch(ifMatch)
            .build();
    return call(request, FhirServiceGrpc.getDeleteMethod(), message)
        .map(DeleteResponse::getVersion);
  }

  Future<Buffer> submit(FhirRequest request) {
    List<SubmitBundleRequest> pieces = FhirProtoMapper.pieces(request);
    Context context = request.http().vertx().getOrCreateContext();
    CompletableFuture<SubmitBundleResponse> answer =
        backend.startStream(
            request.http(),
            channel(context),
            FhirServiceGrpc.getSubmitBundleMethod(),
            pieces,
            BUNDLE_DEADLINE);
    return Future.fromCompletionStage(answer, context)
        .map(response -> FhirProtoMapper.buffer(response.getBundle()));
  }

  Future<Buffer> capabilities(FhirRequest request) {
    CapabilitiesRequest message =
        CapabilitiesRequest.newBuilder().setBaseUrl(request.base()).build();
    return call(request, FhirServiceGrpc.getCapabilitiesMethod(), message)
        .map(response -> FhirProtoMapper.buffer(response.getCapabilityStatement()));
  }

  private <Q, R> Future<R> call(FhirRequest request, MethodDescriptor<Q, R> method, Q message) {
    return call(request.http(), method, message);
  }

  private <Q, R> Future<R> call(RoutingContext http, MethodDescriptor<Q, R> method, Q message) {
    Context context = http.vertx().getOrCreateContext();
    return Future.fromCompletionStage(
        backend.start(http, channel(context), method, message, backend.deadline()), context);
  }

  /** The channel of an event loop, for all contracts of the records. */
  Channel channel(Context context) {
    return channel(((ContextInternal) context).nettyEventLoop());
  }

  Channel channel(EventLoop loop) {
    return perLoop.computeIfAbsent(
        loop, l -> channels.to("records", l, FhirServiceGrpc.getServiceDescriptor()));
  }
}
