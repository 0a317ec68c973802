package io.salus.gateway.fakes;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.CapabilitiesRequest;
import io.salus.proto.records.v1.CapabilitiesResponse;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.DeleteRequest;
import io.salus.proto.records.v1.DeleteResponse;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.HistoryRequest;
import io.salus.proto.records.v1.HistoryResponse;
import io.salus.proto.records.v1.PatchRequest;
import io.salus.proto.records.v1.PatchResponse;
import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadManyResponse;
import io.salus.proto.records.v1.ReadOutcome;
import io.salus.proto.records.v1.ReadRefusal;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.proto.records.v1.ReadVersionRequest;
import io.salus.proto.records.v1.ReadVersionResponse;
import io.salus.proto.records.v1.ResourceAddress;
import io.salus.proto.records.v1.SearchRequest;
import io.salus.proto.records.v1.SearchResponse;
import io.salus.proto.records.v1.SubmitBundleRequest;
import io.salus.proto.records.v1.SubmitBundleResponse;
import io.salus.proto.records.v1.UpdateRequest;
import io.salus.proto.records.v1.UpdateResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Conflict;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.GrpcErrors;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Keeps resources as bytes with versions. Searches and bundles answer with what they were asked, so
 * that tests see what arrived. {@code Basic/slow} never answers; {@code Basic/calls} counts such
 * calls, and those that were cancelled before their deadline.
 */
final class FakeRecords extends FhirServiceGrpc.FhirServiceImplBase {
  private static final Timestamp TIME = Timestamp.newBuilder().setSeconds(1_780_000_000L).build();
  private static final ByteString DELETED = ByteString.EMPTY;
  private final Map<String, List<ByteString>> kept = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger cancelled = new AtomicInteger();

  @Override
  public void readMany(ReadManyRequest request, StreamObserver<ReadManyResponse> out) {
    if (request.getReadsList().stream().anyMatch(read -> read.getId().equals("slow"))) {
      neverAnswer((ServerCallStreamObserver<?>) out);
      return;
    }
    ReadManyResponse.Builder answer = ReadManyResponse.newBuilder();
    request.getReadsList().forEach(read -> answer.addOutcomes(outcome(read)));
    answer(out, answer::build);
  }

  private ReadOutcome outcome(ResourceAddress read) {
    if (read.getId().equals("large")) {
      return ReadOutcome.getDefaultInstance();
    }
    try {
      return ReadOutcome.newBuilder().setFound(found(read.getType(), read.getId())).build();
    } catch (RuntimeException e) {
      AppException known = GrpcErrors.fromStatus(GrpcErrors.toStatus(e));
      return ReadOutcome.newBuilder()
          .setRefused(
              ReadRefusal.newBuilder().setCode(known.code()).setDetail(known.publicDetail()))
          .build();
    }
  }

  @Override
  public void read(ReadRequest request, StreamObserver<ReadResponse> out) {
    answer(out, () -> found(request.getType(), request.getId()));
  }

  private void neverAnswer(ServerCallStreamObserver<?> out) {
    Deadline deadline = Objects.requireNonNull(Context.current().getDeadline());
    out.setOnCancelHandler(
        () -> {
          // At the deadline every call is cancelled, whether its client is there or not.
          if (deadline.timeRemaining(TimeUnit.MILLISECONDS) > 500) {
            cancelled.incrementAndGet();
          }
        });
    begun.incrementAndGet();
  }

  private ReadResponse found(String type, String id) {
    if (id.equals("broken")) {
      throw new IllegalStateException("a mistake of ours");
    }
    if (id.equals("calls")) {
      String calls = "{\"begun\":%d,\"cancelled\":%d}".formatted(begun.get(), cancelled.get());
      put("Basic/calls", ByteString.copyFromUtf8(calls));
    }
    List<ByteString> versions = require(type, id);
    return ReadResponse.newBuilder()
        .setResource(versions.getLast())
        .setVersion(versions.size())
        .setLastUpdated(TIME)
        .build();
  }

  @Override
  public void readVersion(ReadVersionRequest request, StreamObserver<ReadVersionResponse> out) {
    answer(
        out,
        () ->
            ReadVersionResponse.newBuilder()
                .setResource(
                    require(request.getType(), request.getId()).get(request.getVersion() - 1))
                .setVersion(request.getVersion())
                .setLastUpdated(TIME)
                .build());
  }

  @Override
  public void history(HistoryRequest request, StreamObserver<HistoryResponse> out) {
    answer(
        out,
        () -> {
          int total =
              request.getId().isEmpty()
                  ? kept.size()
                  : require(request.getType(), request.getId()).size();
          return HistoryResponse.newBuilder()
              .setBundle(
                  json(
                      """
                      {"resourceType":"Bundle","type":"history","total":%d,"base":"%s"}\
                      """
                          .formatted(total, request.getBaseUrl())))
              .build();
        });
  }

  @Override
  public void search(SearchRequest request, StreamObserver<SearchResponse> out) {
    answer(
        out,
        () -> {
          known(request.getType());
          if (request.getStrict() && request.getQuery().contains("unknown=")) {
            throw new InvalidInput("There is no search parameter of this name.", "unknown");
          }
          return SearchResponse.newBuilder()
              .setBundle(
                  json(
                      """
                      {"resourceType":"Bundle","type":"searchset","query":"%s","base":"%s"%s}\
                      """
                          .formatted(
                              request.getQuery(),
                              request.getBaseUrl(),
                              identified(request.getQuery()))))
              .build();
        });
  }

  /** Patient {@code high}, whose identifier {@code urn:mrn} is known; two have that of twins. */
  private static String identified(String query) {
    String patient =
        "{\"resource\":{\"resourceType\":\"Patient\",\"id\":\"high\",\"birthDate\":\"1950-02-01\"}}";
    return query.endsWith("identifier=urn%3Amrn%7Cknown")
        ? ",\"entry\":[" + patient + "]"
        : query.endsWith("identifier=urn%3Amrn%7Ctwins")
            ? ",\"entry\":[" + patient + "," + patient + "]"
            : "";
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> out) {
    answer(
        out,
        () -> {
          known(request.getType());
          String wanted = request.getIfNoneExist();
          boolean exists = !wanted.isEmpty() && kept.containsKey(request.getType() + "/" + wanted);
          String id = wanted.isEmpty() ? "new-" + ids.incrementAndGet() : wanted;
          if (!exists) {
            put(request.getType() + "/" + id, request.getResource());
          }
          return CreateResponse.newBuilder()
              .setCreated(!exists)
              .setId(id)
              .setVersion(1)
              .setLastUpdated(TIME)
              .setResource(request.getResource())
              .build();
        });
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> out) {
    answer(
        out,
        () -> {
          String id = request.getId() + request.getCondition();
          String key = request.getType() + "/" + id;
          List<ByteString> before = kept.getOrDefault(key, List.of());
          if (request.getIfNoneMatch() && !before.isEmpty()) {
            throw new PreconditionFailed("It exists already.");
          }
          if (request.getIfMatch() > 0 && request.getIfMatch() != before.size()) {
            throw new Conflict("The present version is another one.");
          }
          put(key, request.getResource());
          return UpdateResponse.newBuilder()
              .setId(id)
              .setCreated(before.isEmpty())
              .setVersion(kept.getOrDefault(key, List.of()).size())
              .setLastUpdated(TIME)
              .setResource(request.getResource())
              .build();
        });
  }

  /** The patch becomes the resource. */
  @Override
  public void patch(PatchRequest request, StreamObserver<PatchResponse> out) {
    answer(
        out,
        () -> {
          String id = request.getId() + request.getCondition();
          List<ByteString> versions = require(request.getType(), id);
          if (request.getIfMatch() > 0 && request.getIfMatch() != versions.size()) {
            throw new Conflict("The present version is another one.");
          }
          put(request.getType() + "/" + id, request.getPatch());
          return PatchResponse.newBuilder()
              .setId(id)
              .setVersion(versions.size())
              .setLastUpdated(TIME)
              .setResource(request.getPatch())
              .build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<DeleteResponse> out) {
    answer(
        out,
        () -> {
          String key = request.getType() + "/" + request.getId() + request.getCondition();
          if (!kept.containsKey(key)) {
            return DeleteResponse.getDefaultInstance();
          }
          put(key, DELETED);
          return DeleteResponse.newBuilder()
              .setVersion(kept.getOrDefault(key, List.of()).size())
              .build();
        });
  }

  @Override
  public StreamObserver<SubmitBundleRequest> submitBundle(
      StreamObserver<SubmitBundleResponse> out) {
    return new StreamObserver<>() {
      private ByteString body = ByteString.EMPTY;

      @Override
      public void onNext(SubmitBundleRequest piece) {
        body = body.concat(piece.getChunk());
      }

      @Override
      public void onError(Throwable failure) {
        // The caller went away; nothing is kept.
      }

      @Override
      public void onCompleted() {
        answer(out, () -> submitted(body));
      }
    };
  }

  private static SubmitBundleResponse submitted(ByteString body) {
    if (!body.toStringUtf8().contains("\"Bundle\"")) {
      throw new InvalidInput("The body must be a Bundle.", "Bundle.entry[1].resource");
    }
    return SubmitBundleResponse.newBuilder()
        .setBundle(
            json(
                """
                {"resourceType":"Bundle","type":"transaction-response","bytes":%d}\
                """
                    .formatted(body.size())))
        .build();
  }

  @Override
  public void capabilities(CapabilitiesRequest request, StreamObserver<CapabilitiesResponse> out) {
    answer(
        out,
        () ->
            CapabilitiesResponse.newBuilder()
                .setCapabilityStatement(
                    json(
                        """
                        {"resourceType":"CapabilityStatement","implementation":{"url":"%s"}}\
                        """
                            .formatted(request.getBaseUrl())))
                .build());
  }

  private List<ByteString> require(String type, String id) {
    known(type);
    List<ByteString> versions = kept.get(type + "/" + id);
    if (versions == null) {
      throw new NotFound("There is no such resource.");
    }
    if (versions.getLast().isEmpty()) {
      throw new Gone("The resource was deleted.");
    }
    return versions;
  }

  private static void known(String type) {
    if (!List.of("Patient", "Appointment", "Basic").contains(type)) {
      throw new NotFound("There is no such resource type.");
    }
  }

  private void put(String key, ByteString resource) {
    kept.computeIfAbsent(key, k -> new CopyOnWriteArrayList<>()).add(resource);
  }

  private static ByteString json(String text) {
    return ByteString.copyFromUtf8(text);
  }

  static <R> void answer(StreamObserver<R> out, Supplier<R> work) {
    try {
      out.onNext(work.get());
      out.onCompleted();
    } catch (AppException e) {
      out.onError(GrpcErrors.toStatus(e));
    }
  }
}
