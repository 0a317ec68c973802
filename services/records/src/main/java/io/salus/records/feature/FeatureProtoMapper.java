package io.salus.records.feature;

import com.google.protobuf.Timestamp;
import io.salus.proto.records.v1.FeatureType;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetOutcomeResponse;
import io.salus.proto.records.v1.GetSnapshotResponse;
import io.salus.proto.records.v1.OutcomeState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Between this package's values and the contract. */
final class FeatureProtoMapper {
  private FeatureProtoMapper() {}

  static io.salus.proto.records.v1.FeatureSet toProto(VersionedFeatureSet versioned) {
    var set = versioned.set();
    var proto =
        io.salus.proto.records.v1.FeatureSet.newBuilder()
            .setName(set.name())
            .setVersion(versioned.version())
            .setSha256(set.sha256())
            .setDescription(set.description())
            .setLabelDescription(set.labelDescription())
            .setLabelWithin(set.labelWithin())
            .setDefinitionJson(set.json());
    set.features().forEach(feature -> proto.addFeatures(toProto(feature)));
    return proto.build();
  }

  static GetFeaturesResponse toProto(FeatureRow row) {
    var versioned = row.set();
    var response =
        GetFeaturesResponse.newBuilder()
            .setVersion(versioned.version())
            .setSha256(versioned.set().sha256())
            .setAsOf(toProto(row.asOf()));
    versioned.set().features().forEach(feature -> response.addFeatures(toProto(feature)));
    for (int i = 0; i < row.values().size(); i++) {
      var value = value(row.values().get(i).value());
      response.addValues(value.toBuilder().setDisplay(row.words().get(i)));
    }
    return response.build();
  }

  static GetOutcomeResponse toProto(Features.Outcome outcome) {
    return GetOutcomeResponse.newBuilder()
        .setSha256(outcome.set().set().sha256())
        .setState(
            outcome
                .came()
                .map(
                    came ->
                        came
                            ? OutcomeState.OUTCOME_STATE_CAME
                            : OutcomeState.OUTCOME_STATE_DID_NOT_COME)
                .orElse(OutcomeState.OUTCOME_STATE_NOT_KNOWN))
        .build();
  }

  static GetSnapshotResponse toProto(Snapshot snapshot, VersionedFeatureSet set) {
    var response =
        GetSnapshotResponse.newBuilder()
            .setId(snapshot.id().toString())
            .setSha256(snapshot.sha256())
            .setFeatureSet(toProto(set))
            .setRows(snapshot.rows())
            .setPositives(snapshot.positives())
            .setSizeBytes(snapshot.sizeBytes())
            .setCreatedAt(toProto(snapshot.createdAt()));
    snapshot.quality().forEach(figures -> response.addQuality(toProto(figures)));
    return response.build();
  }

  private static io.salus.proto.records.v1.FeatureQuality toProto(FeatureQuality figures) {
    var proto =
        io.salus.proto.records.v1.FeatureQuality.newBuilder()
            .setFeature(figures.feature())
            .setMissing(figures.missing())
            .setUnconvertible(figures.unconvertible());
    if (figures.least() != null && figures.greatest() != null) {
      proto.setLeast(figures.least()).setGreatest(figures.greatest());
    }
    return proto.build();
  }

  static Timestamp toProto(Instant moment) {
    return Timestamp.newBuilder()
        .setSeconds(moment.getEpochSecond())
        .setNanos(moment.getNano())
        .build();
  }

  private static io.salus.proto.records.v1.Feature toProto(Feature feature) {
    return io.salus.proto.records.v1.Feature.newBuilder()
        .setName(feature.name())
        .setType(
            switch (feature.type()) {
              case NUMBER -> FeatureType.FEATURE_TYPE_NUMBER;
              case BOOLEAN -> FeatureType.FEATURE_TYPE_BOOLEAN;
              case CATEGORY -> FeatureType.FEATURE_TYPE_CATEGORY;
            })
        .setDescription(feature.description())
        .setUnit(feature.unit())
        .build();
  }

  private static FeatureValue value(@Nullable Object value) {
    var proto = FeatureValue.newBuilder();
    switch (value) {
      case null -> {}
      case Double number -> proto.setNumber(number);
      case Boolean truth -> proto.setBoolean(truth);
      default -> proto.setCategory(value.toString());
    }
    return proto.build();
  }
}
