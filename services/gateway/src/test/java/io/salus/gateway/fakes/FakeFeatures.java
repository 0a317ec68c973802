package io.salus.gateway.fakes;

import io.grpc.stub.StreamObserver;
import io.salus.proto.records.v1.CreateSnapshotRequest;
import io.salus.proto.records.v1.CreateSnapshotResponse;
import io.salus.proto.records.v1.Feature;
import io.salus.proto.records.v1.FeatureServiceGrpc;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.FeatureType;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.GetFeatureSetRequest;
import io.salus.proto.records.v1.GetFeatureSetResponse;
import io.salus.proto.records.v1.GetFeaturesRequest;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetSnapshotRequest;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.ListFeatureSetsRequest;
import io.salus.proto.records.v1.ListFeatureSetsResponse;
import io.salus.proto.records.v1.PutFeatureSetRequest;
import io.salus.proto.records.v1.PutFeatureSetResponse;
import io.salus.service.errors.AppException.NotFound;

/** One feature set, {@code heart}, of two columns. */
final class FakeFeatures extends FeatureServiceGrpc.FeatureServiceImplBase {
  private static final FeatureSet HEART =
      FeatureSet.newBuilder()
          .setName("heart")
          .setVersion(3)
          .setSha256("ab")
          .setLabelDescription("an event within a year")
          .addFeatures(
              Feature.newBuilder()
                  .setName("systolic")
                  .setType(FeatureType.FEATURE_TYPE_NUMBER)
                  .setUnit("mm[Hg]"))
          .addFeatures(
              Feature.newBuilder().setName("sex").setType(FeatureType.FEATURE_TYPE_CATEGORY))
          .setDefinitionJson("{\"name\":\"heart\"}")
          .build();

  @Override
  public void listFeatureSets(
      ListFeatureSetsRequest request, StreamObserver<ListFeatureSetsResponse> out) {
    FakeRecords.answer(
        out, () -> ListFeatureSetsResponse.newBuilder().addFeatureSets(HEART).build());
  }

  @Override
  public void getFeatureSet(
      GetFeatureSetRequest request, StreamObserver<GetFeatureSetResponse> out) {
    FakeRecords.answer(
        out,
        () -> GetFeatureSetResponse.newBuilder().setFeatureSet(require(request.getName())).build());
  }

  @Override
  public void putFeatureSet(
      PutFeatureSetRequest request, StreamObserver<PutFeatureSetResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            PutFeatureSetResponse.newBuilder()
                .setFeatureSet(
                    HEART.toBuilder().setVersion(4).setDefinitionJson(request.getDefinitionJson()))
                .build());
  }

  @Override
  public void getFeatures(GetFeaturesRequest request, StreamObserver<GetFeaturesResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetFeaturesResponse.newBuilder()
                .setVersion(3)
                .setSha256("ab")
                .addAllFeatures(require(request.getName()).getFeaturesList())
                .addValues(FeatureValue.newBuilder().setNumber(131.5))
                .addValues(FeatureValue.getDefaultInstance())
                .setAsOf(request.getAsOf())
                .build());
  }

  @Override
  public void createSnapshot(
      CreateSnapshotRequest request, StreamObserver<CreateSnapshotResponse> out) {
    FakeRecords.answer(
        out,
        () -> {
          require(request.getName());
          return CreateSnapshotResponse.newBuilder().setJobId("records-done").build();
        });
  }

  @Override
  public void getSnapshot(GetSnapshotRequest request, StreamObserver<GetSnapshotResponse> out) {
    FakeRecords.answer(
        out,
        () ->
            GetSnapshotResponse.newBuilder()
                .setId(request.getId())
                .setSha256("cd")
                .setFeatureSet(HEART)
                .setRows(90)
                .setPositives(20)
                .setSizeBytes(4096)
                .build());
  }

  private static FeatureSet require(String name) {
    if (!name.equals("heart")) {
      throw new NotFound("There is no such feature set.");
    }
    return HEART;
  }
}
