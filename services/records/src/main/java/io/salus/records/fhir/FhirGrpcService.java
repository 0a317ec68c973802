package io.salus.records.fhir;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.protobuf.UnsafeByteOperations;
import io.quarkus.grpc.GrpcService;
import io.salus.proto.records.v1.CapabilitiesRequest;
import io.salus.proto.records.v1.CapabilitiesResponse;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.DeleteRequest;
import io.salus.proto.records.v1.DeleteResponse;
import io.salus.proto.records.v1.FhirService;
import io.salus.proto.records.v1.HistoryRequest;
import io.salus.proto.records.v1.HistoryResponse;
import io.salus.proto.records.v1.PatchRequest;
import io.salus.proto.records.v1.PatchResponse;
import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadManyResponse;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.ReadVersionRequest;
import io.salus.proto.records.v1.ReadVersionResponse;
import io.salus.proto.records.v1.SearchRequest;
import io.salus.proto.records.v1.SearchResponse;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.proto.records.v1.SubmitBundleResponse;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.proto.records.v1.UpdateResponse;
import io.salus.records.history.History;
import io.salus.records.index.TenantParams;
import io.salus.records.search.Searches;
import io.salus.records.shape.Shaping;
import io.salus.records.store.StoredVersion;
import io.salus.records.transaction.Bundles;
import io.salus.records.transaction.ResourceWrites;
import io.salus.service.security.Caller;
import io.salus.service.security.CallerContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;

/** FHIR over gRPC. Runs on the event loop; what computes long goes elsewhere. */
@GrpcService
class FhirGrpcService implements FhirService {
  private final Reads reads;
  private final ReadProtoMapper answers;
  private final History history;
  private final Searches searches;
  private final ResourceWrites writes;
  private final Bundles bundles;
  private final Capabilities capabilities;
  private final BodyBudget budget;
  private final Shaping shaping;

  FhirGrpcService(
      Reads reads,
      ReadProtoMapper answers,
      History history,
      Searches searches,
      ResourceWrites writes,
      Bundles bundles,
      Capabilities capabilities,
      BodyBudget budget,
      Shaping shaping) {
    this.reads = reads;
    this.answers = answers;
    this.history = history;
    this.searches = searches;
    this.writes = writes;
    this.bundles = bundles;
    this.capabilities = capabilities;
    this.budget = budget;
    this.shaping = shaping;
  }

  @Override
  public Uni<ReadResponse> read(ReadRequest request) {
    return answers.one(CallerContext.current(), request);
  }

  @Override
  public Uni<ReadManyResponse> readMany(ReadManyRequest request) {
    return answers.many(CallerContext.current(), request);
  }

  @Override
  public Uni<ReadVersionResponse> readVersion(ReadVersionRequest request) {
    Reads.requireNoNul(request.getId());
    return reads
        .readVersion(
            CallerContext.current(), request.getType(), request.getId(), request.getVersion())
        .flatMap(
            found ->
                shaping
                    .resource(request.getQuery(), found.json())
                    .map(
                        json ->
                            ReadVersionResponse.newBuilder()
                                .setResource(bytes(json))
                                .setVersion(found.version())
                                .setLastUpdated(time(found.lastUpdated()))
                                .build()));
  }

  @Override
  public Uni<HistoryResponse> history(HistoryRequest request) {
    Reads.requireNoNul(request.getId());
    return history
        .of(
            CallerContext.current(),
            request.getType(),
            request.getId(),
            request.getQuery(),
            request.getBaseUrl())
        .flatMap(bundle -> shaping.bundle(request.getQuery(), bundle))
        .map(bundle -> HistoryResponse.newBuilder().setBundle(bytes(bundle)).build());
  }

  @Override
  public Uni<SearchResponse> search(SearchRequest request) {
    Caller caller = CallerContext.current();
    return searches
        .search(
            caller,
            request.getType(),
            request.getCompartment(),
            request.getQuery(),
            request.getBaseUrl(),
            request.getStrict())
        .flatMap(bundle -> shaping.bundle(request.getQuery(), bundle))
        .map(bundle -> SearchResponse.newBuilder().setBundle(bytes(bundle)).build());
  }

  @Override
  public Uni<CreateResponse> create(CreateRequest request) {
    Caller caller = CallerContext.current();
    return budget
        .with(
            request.getResource().size(),
            () ->
                writes.create(
                    caller,
                    request.getType(),
                    request.getResource().toByteArray(),
                    request.getIfNoneExist()))
        .map(
            result ->
                CreateResponse.newBuilder()
                    .setCreated(result.created())
                    .setId(result.version().id())
                    .setVersion(result.version().version())
                    .setLastUpdated(time(result.version().lastUpdated()))
                    .setResource(json(result.version()))
                    .build());
  }

  @Override
  public Uni<UpdateResponse> update(UpdateRequest request) {
    Caller caller = CallerContext.current();
    byte[] body = request.getResource().toByteArray();
    return budget
        .with(body.length, () -> update(caller, request, body))
        .map(
            result ->
                UpdateResponse.newBuilder()
                    .setCreated(result.created())
                    .setId(result.version().id())
                    .setVersion(result.version().version())
                    .setLastUpdated(time(result.version().lastUpdated()))
                    .setResource(json(result.version()))
                    .build());
  }

  private Uni<ResourceWrites.Result> update(Caller caller, UpdateRequest request, byte[] body) {
    String type = request.getType();
    int ifMatch = request.getIfMatch();
    if (!request.getCondition().isEmpty()) {
      return writes.updateWhere(caller, type, request.getCondition(), body, ifMatch);
    }
    return request.getIfNoneMatch()
        ? writes.createAs(caller, type, request.getId(), body)
        : writes.update(caller, type, request.getId(), body, ifMatch);
  }

  @Override
  public Uni<PatchResponse> patch(PatchRequest request) {
    Caller caller = CallerContext.current();
    byte[] body = request.getPatch().toByteArray();
    String type = request.getType();
    int ifMatch = request.getIfMatch();
    return budget
        .with(
            body.length,
            () ->
                request.getCondition().isEmpty()
                    ? writes.patch(caller, type, request.getId(), body, ifMatch)
                    : writes.patchWhere(caller, type, request.getCondition(), body, ifMatch))
        .map(
            result ->
                PatchResponse.newBuilder()
                    .setId(result.version().id())
                    .setVersion(result.version().version())
                    .setLastUpdated(time(result.version().lastUpdated()))
                    .setResource(json(result.version()))
                    .build());
  }

  @Override
  public Uni<DeleteResponse> delete(DeleteRequest request) {
    Reads.requireNoNul(request.getId());
    Caller caller = CallerContext.current();
    String type = request.getType();
    int ifMatch = request.getIfMatch();
    return (request.getCondition().isEmpty()
            ? writes.delete(caller, type, request.getId(), ifMatch)
            : writes.deleteWhere(caller, type, request.getCondition(), ifMatch))
        .map(version -> DeleteResponse.newBuilder().setVersion(version).build());
  }

  @Override
  public Uni<SubmitBundleResponse> submitBundle(Multi<SubmitBundleRequest> pieces) {
    Caller caller = CallerContext.current();
    return pieces
        .collect()
        .in(() -> new ReceivedBundle(budget), ReceivedBundle::add)
        .flatMap(
            received ->
                budget.with(
                    received.size(),
                    () ->
                        bundles.submit(
                            caller,
                            received.bytes(),
                            received.baseUrl(),
                            received.representation())))
        .map(bundle -> SubmitBundleResponse.newBuilder().setBundle(bytes(bundle)).build());
  }

  @Override
  public Uni<CapabilitiesResponse> capabilities(CapabilitiesRequest request) {
    // Nobody needs a token for it; who has one is told the tenant's own search parameters, too.
    String tenant = CallerContext.token() == null ? "" : CallerContext.current().tenant();
    return capabilities
        .statement(TenantParams.of(tenant), request.getBaseUrl())
        .map(
            statement ->
                CapabilitiesResponse.newBuilder().setCapabilityStatement(bytes(statement)).build());
  }

  /** The pieces of a Bundle, as they come in. */
  private static final class ReceivedBundle {
    private final BodyBudget budget;
    private ByteString body = ByteString.EMPTY;
    private String baseUrl = "";
    private boolean representation;

    ReceivedBundle(BodyBudget budget) {
      this.budget = budget;
    }

    void add(SubmitBundleRequest piece) {
      if (body.isEmpty()) {
        baseUrl = piece.getBaseUrl();
        representation = piece.getRepresentation();
      }
      budget.check(body.size() + piece.getChunk().size());
      body = body.concat(piece.getChunk());
    }

    int size() {
      return body.size();
    }

    byte[] bytes() {
      return body.toByteArray();
    }

    String baseUrl() {
      return baseUrl;
    }

    boolean representation() {
      return representation;
    }
  }

  private static ByteString json(StoredVersion version) {
    return bytes(version.json());
  }

  /** Nobody keeps the array, so it need not be copied. */
  static ByteString bytes(byte[] json) {
    return UnsafeByteOperations.unsafeWrap(json);
  }

  static Timestamp time(OffsetDateTime time) {
    return Timestamp.newBuilder().setSeconds(time.toEpochSecond()).setNanos(time.getNano()).build();
  }
}
