package io.salus.records.fhir;

import io.salus.proto.records.v1.ReadManyRequest;
import io.salus.proto.records.v1.ReadManyResponse;
import io.salus.proto.records.v1.ReadOutcome;
import io.salus.proto.records.v1.ReadRefusal;
import io.salus.proto.records.v1.ReadRequest;
import io.salus.proto.records.v1.ReadResponse;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.GrpcErrors;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** The read interaction over gRPC, alone or several in a call. */
@ApplicationScoped
class ReadAnswers {
  private static final int MOST = 64;

  /** Bytes of all that goes in one answer; a message has to stay far below its limit. */
  private static final int TOGETHER = 1_000_000;

  private final Reads reads;
  private final Shaping shaping;

  ReadAnswers(Reads reads, Shaping shaping) {
    this.reads = reads;
    this.shaping = shaping;
  }

  Uni<ReadResponse> one(Caller caller, ReadRequest request) {
    Reads.requireNoNul(request.getId());
    return reads
        .read(caller, request.getType(), request.getId())
        .flatMap(
            found ->
                shaping
                    .resource(request.getQuery(), found.json())
                    .map(
                        json ->
                            ReadResponse.newBuilder()
                                .setResource(FhirGrpcService.bytes(json))
                                .setVersion(found.version())
                                .setLastUpdated(FhirGrpcService.time(found.lastUpdated()))
                                .build()));
  }

  Uni<ReadManyResponse> many(Caller caller, ReadManyRequest request) {
    if (request.getReadsCount() == 0 || request.getReadsCount() > MOST) {
      throw new InvalidInput("From 1 to " + MOST + " resources can be read in a call.");
    }
    List<Uni<ReadOutcome>> outcomes =
        request.getReadsList().stream().map(read -> outcome(caller, read)).toList();
    return Uni.join().all(outcomes).andFailFast().map(ReadAnswers::together);
  }

  private Uni<ReadOutcome> outcome(Caller caller, ReadRequest read) {
    return Uni.createFrom()
        .deferred(() -> one(caller, read))
        .map(found -> ReadOutcome.newBuilder().setFound(found).build())
        .onFailure()
        .recoverWithItem(failure -> ReadOutcome.newBuilder().setRefused(refusal(failure)).build());
  }

  private static ReadRefusal refusal(Throwable failure) {
    AppException known = GrpcErrors.fromStatus(GrpcErrors.toStatus(failure));
    return ReadRefusal.newBuilder().setCode(known.code()).setDetail(known.publicDetail()).build();
  }

  private static ReadManyResponse together(List<ReadOutcome> outcomes) {
    ReadManyResponse.Builder answer = ReadManyResponse.newBuilder();
    int size = 0;
    for (ReadOutcome outcome : outcomes) {
      int more = outcome.getFound().getResource().size();
      boolean fits = size + more <= TOGETHER;
      size += fits ? more : 0;
      answer.addOutcomes(fits ? outcome : ReadOutcome.getDefaultInstance());
    }
    return answer.build();
  }
}
