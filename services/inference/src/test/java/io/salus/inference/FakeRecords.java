package io.salus.inference;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.salus.learning.table.Column;
import io.salus.learning.table.ParquetTable;
import io.salus.learning.table.Table;
import io.salus.proto.records.v1.CreateRequest;
import io.salus.proto.records.v1.CreateResponse;
import io.salus.proto.records.v1.Feature;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.FeatureType;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.FhirServiceGrpc;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeatureSetResponse;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetOutcomeRequest;
import io.salus.proto.records.v1.GetOutcomeResponse;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.OutcomeState;
import io.salus.proto.records.v1.ReadSnapshotRequest;
import io.salus.proto.records.v1.ReadSnapshotResponse;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.GrpcErrors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A records service on a port of its own that knows made-up patients. Snapshots: {@code many} (600
 * patients), {@code few} (40), {@code hardly-any} (7), {@code healthy} (nobody with the outcome),
 * {@code altered} (its bytes are not those of its hash). Patient {@code unlike-all} has values that
 * nobody else has.
 */
public class FakeRecords implements QuarkusTestResourceLifecycleManager {
  static final String SET_SHA256 = "5e7".repeat(21) + "0";
  private static final Duration FIVE_YEARS = Duration.ofDays(5 * 365 + 1);
  private final Map<String, Snapshot> snapshots = new ConcurrentHashMap<>();
  private final Map<String, CreateResponse> resources = new ConcurrentHashMap<>();
  private @Nullable Server server;

  private record Snapshot(ByteString bytes, String sha256, int rows, int positives) {}

  @Override
  public Map<String, String> start() {
    keep("many", MadeUpPatients.some(600, 1));
    keep("few", MadeUpPatients.some(40, 2));
    keep("hardly-any", MadeUpPatients.some(7, 2));
    keep("healthy", MadeUpPatients.healthy(50));
    keep("altered", MadeUpPatients.some(50, 3));
    try {
      server =
          NettyServerBuilder.forPort(0)
              .addService(new Features())
              .addService(new Fhir())
              .intercept(new NeedsToken())
              .build()
              .start();
      return Map.of("salus.clients.records", "127.0.0.1:" + server.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    if (server != null) {
      server.shutdownNow();
    }
  }

  private void keep(String id, Table table) {
    try {
      Path file = Files.createTempFile("snapshot", ".parquet");
      ParquetTable.write(table, file);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      ByteString kept = ByteString.copyFrom(bytes);
      snapshots.put(
          id,
          new Snapshot(
              id.equals("altered") ? kept.concat(ByteString.copyFromUtf8("x")) : kept,
              hash,
              table.rows(),
              table.positives()));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FeatureSet set() {
    return FeatureSet.newBuilder()
        .setName("made-up")
        .setVersion(3)
        .setSha256(SET_SHA256)
        .setDescription("Made-up patients")
        .setLabelWithin("P5Y")
        .setLabelDescription("A made-up event within five years")
        .addFeatures(feature("pressure", FeatureType.FEATURE_TYPE_NUMBER, "mm[Hg]"))
        .addFeatures(feature("smoker", FeatureType.FEATURE_TYPE_BOOLEAN, ""))
        .addFeatures(feature("region", FeatureType.FEATURE_TYPE_CATEGORY, ""))
        .addFeatures(feature("noise", FeatureType.FEATURE_TYPE_NUMBER, ""))
        .build();
  }

  private static Feature feature(String name, FeatureType type, String unit) {
    return Feature.newBuilder()
        .setName(name)
        .setType(type)
        .setUnit(unit)
        .setDescription("What " + name + " means")
        .build();
  }

  private final class Features extends FeatureServiceGrpc.FeatureServiceImplBase {
    private final Table table = MadeUpPatients.some(600, 1);

    @Override
    public void getSnapshot(
        GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> answer) {
      Snapshot snapshot = snapshots.get(request.getId());
      if (snapshot == null) {
        answer.onError(GrpcErrors.toStatus(new NotFound("There is no such snapshot.")));
        return;
      }
      answer.onNext(
          GetSnapshotResponse.newBuilder()
              .setId(request.getId())
              .setSha256(snapshot.sha256())
              .setFeatureSet(set())
              .setRows(snapshot.rows())
              .setPositives(snapshot.positives())
              .setSizeBytes(snapshot.bytes().size())
              .setCreatedAt(Timestamp.newBuilder().setSeconds(1_700_000_000))
              .build());
      answer.onCompleted();
    }

    @Override
    public void readSnapshot(
        ReadSnapshotRequest request, StreamObserver<ReadSnapshotResponse> answer) {
      Snapshot snapshot = snapshots.get(request.getId());
      if (snapshot == null) {
        answer.onError(GrpcErrors.toStatus(new NotFound("There is no such snapshot.")));
        return;
      }
      ByteString bytes = snapshot.bytes();
      for (int from = 0; from < bytes.size(); from += 4096) {
        ByteString chunk = bytes.substring(from, Math.min(from + 4096, bytes.size()));
        answer.onNext(ReadSnapshotResponse.newBuilder().setChunk(chunk).build());
      }
      answer.onCompleted();
    }

    @Override
    public void getFeatureSet(
        GetFeatureSetRequest request, StreamObserver<GetFeatureSetResponse> answer) {
      answer.onNext(GetFeatureSetResponse.newBuilder().setFeatureSet(set()).build());
      answer.onCompleted();
    }

    /** The label of the snapshot; every tenth patient's record ends too early to tell. */
    @Override
    public void getOutcome(GetOutcomeRequest request, StreamObserver<GetOutcomeResponse> answer) {
      int patient = table.patients().indexOf(request.getPatientId());
      boolean over =
          request.getAfter().getSeconds() + FIVE_YEARS.toSeconds()
              <= request.getAsOf().getSeconds();
      if (patient < 0) {
        answer.onError(GrpcErrors.toStatus(new NotFound("There is no such patient.")));
        return;
      }
      answer.onNext(
          GetOutcomeResponse.newBuilder()
              .setSha256(SET_SHA256)
              .setState(
                  !over || patient % 10 == 0
                      ? OutcomeState.OUTCOME_STATE_NOT_KNOWN
                      : table.label(patient)
                          ? OutcomeState.OUTCOME_STATE_CAME
                          : OutcomeState.OUTCOME_STATE_DID_NOT_COME)
              .build());
      answer.onCompleted();
    }

    @Override
    public void getFeatures(
        GetFeaturesRequest request, StreamObserver<GetFeaturesResponse> answer) {
      GetFeaturesResponse.Builder row =
          GetFeaturesResponse.newBuilder()
              .setVersion(3)
              .setSha256(SET_SHA256)
              .addAllFeatures(set().getFeaturesList())
              .setAsOf(
                  request.hasAsOf()
                      ? request.getAsOf()
                      : Timestamp.newBuilder().setSeconds(1_800_000_000).build());
      int patient = table.patients().indexOf(request.getPatientId());
      if (request.getPatientId().equals("unlike-all")) {
        row.addValues(FeatureValue.newBuilder().setNumber(400))
            .addValues(FeatureValue.getDefaultInstance())
            .addValues(FeatureValue.newBuilder().setCategory("moon"))
            .addValues(FeatureValue.getDefaultInstance());
      } else if (patient >= 0) {
        table.features().forEach(column -> row.addValues(value(column, patient)));
      } else {
        answer.onError(GrpcErrors.toStatus(new NotFound("There is no such patient.")));
        return;
      }
      answer.onNext(row.build());
      answer.onCompleted();
    }

    private static FeatureValue value(Column column, int row) {
      if (column.missing(row)) {
        return FeatureValue.getDefaultInstance();
      }
      return switch (column.kind()) {
        case NUMBER -> FeatureValue.newBuilder().setNumber(column.value(row)).build();
        case BOOLEAN -> FeatureValue.newBuilder().setBoolean(column.value(row) == 1).build();
        case CATEGORY ->
            FeatureValue.newBuilder()
                .setCategory(column.level(row))
                .setDisplay(column.level(row).equals("north") ? "Up north" : "")
                .build();
      };
    }
  }

  private final class Fhir extends FhirServiceGrpc.FhirServiceImplBase {
    @Override
    public void create(CreateRequest request, StreamObserver<CreateResponse> answer) {
      CreateResponse made =
          CreateResponse.newBuilder()
              .setCreated(true)
              .setId("assessment-" + resources.size())
              .setVersion(1)
              .setResource(request.getResource())
              .build();
      CreateResponse before = resources.putIfAbsent(request.getIfNoneExist(), made);
      answer.onNext(before == null ? made : before.toBuilder().setCreated(false).build());
      answer.onCompleted();
    }
  }

  private static final class NeedsToken implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      String token =
          headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER));
      if (token == null || token.length() < 50) {
        call.close(Status.UNAUTHENTICATED, new Metadata());
        return new ServerCall.Listener<>() {};
      }
      return next.startCall(call, headers);
    }
  }
}
