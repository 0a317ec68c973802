package io.salus.records.fhir;

import io.quarkus.runtime.StartupEvent;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadManyResponse;
import io.salus.proto.records.v1.ReadOutcome;
import io.salus.proto.records.v1.ReadRefusal;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.records.shape.Shaping;
import io.salus.records.store.ResourceId;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.grpc.ShortCalls;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The read interaction over gRPC, alone or several in a call. */
@ApplicationScoped
class ReadProtoMapper {
  private static final int MOST = 64;

  /** Bytes of all that goes in one answer; a message has to stay far below its limit. */
  private static final int TOGETHER = 1_000_000;

  private final Reads reads;
  private final ResourceStore store;
  private final Shaping shaping;

  ReadProtoMapper(Reads reads, ResourceStore store, Shaping shaping) {
    this.reads = reads;
    this.store = store;
    this.shaping = shaping;
  }

  /** A read takes the records less than a call takes the general gRPC server. */
  void answerShort(@Observes StartupEvent event, ShortCalls calls) {
    calls.addLater(
        FhirServiceGrpc.getReadMethod().getFullMethodName(), ReadRequest.parser(), this::one);
  }

  Uni<ReadResponse> one(Caller caller, ReadRequest request) {
    Reads.requireNoNul(request.getId());
    return reads
        .read(caller, request.getType(), request.getId())
        .flatMap(
            found ->
                shaping
                    .resource(request.getQuery(), found.json())
                    .map(json -> response(found, json)));
  }

  Uni<ReadManyResponse> many(Caller caller, ReadManyRequest request) {
    if (request.getReadsCount() == 0 || request.getReadsCount() > MOST) {
      throw new InvalidInput("From 1 to " + MOST + " resources can be read in a call.");
    }
    List<ResourceId> asked =
        request.getReadsList().stream()
            .map(read -> new ResourceId(read.getType(), read.getId()))
            .toList();
    List<ResourceId> allowed =
        asked.stream().filter(resource -> refusal(caller, resource) == null).toList();
    if (allowed.isEmpty()) {
      return Uni.createFrom().item(together(caller, asked, List.of()));
    }
    return store.readAll(caller, allowed).map(found -> together(caller, asked, found));
  }

  private static ReadManyResponse together(
      Caller caller, List<ResourceId> asked, List<@Nullable StoredVersion> found) {
    ReadManyResponse.Builder answer = ReadManyResponse.newBuilder();
    int size = 0;
    int next = 0;
    for (ResourceId resource : asked) {
      ReadOutcome.Builder outcome = answer.addOutcomesBuilder();
      try {
        AppException refusal = refusal(caller, resource);
        if (refusal != null) {
          throw refusal;
        }
        StoredVersion version = Reads.present(found.get(next++));
        byte[] json = version.json();
        if (size + json.length <= TOGETHER) {
          size += json.length;
          outcome.setFound(response(version, json));
        }
      } catch (AppException e) {
        outcome.setRefused(ReadRefusal.newBuilder().setCode(e.code()).setDetail(e.publicDetail()));
      }
    }
    return answer.build();
  }

  private static @Nullable AppException refusal(Caller caller, ResourceId resource) {
    try {
      Reads.requireNoNul(resource.id());
      Reads.requireType(resource.type());
      caller.requireFhir(resource.type(), 'r');
      return null;
    } catch (AppException e) {
      return e;
    }
  }

  private static ReadResponse response(StoredVersion found, byte[] json) {
    return ReadResponse.newBuilder()
        .setResource(FhirGrpcService.bytes(json))
        .setVersion(found.version())
        .setLastUpdated(FhirGrpcService.time(found.lastUpdated()))
        .build();
  }
}
