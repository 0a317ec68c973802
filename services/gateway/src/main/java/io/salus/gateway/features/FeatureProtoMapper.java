package io.salus.gateway.features;

import io.salus.gateway.backend.WireProtoMapper;
import io.salus.proto.records.v1.Feature;
import io.salus.proto.records.v1.FeatureQuality;
import io.salus.proto.records.v1.FeatureSet;
import io.salus.proto.records.v1.FeatureType;
import io.salus.proto.records.v1.FeatureValue;
import io.salus.proto.records.v1.GetFeaturesResponse;
import io.salus.proto.records.v1.GetSnapshotResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feature sets, rows and snapshots as REST shows them. */
final class FeatureProtoMapper {
  private FeatureProtoMapper() {}

  static FeatureSetView set(FeatureSet set) {
    return new FeatureSetView(
        set.getName(),
        set.getVersion(),
        set.getSha256(),
        set.getDescription(),
        set.getFeaturesList().stream().map(FeatureProtoMapper::feature).toList(),
        set.getLabelDescription(),
        WireProtoMapper.json(set.getDefinitionJson()));
  }

  static FeatureRowView row(String name, String patient, GetFeaturesResponse row) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (int i = 0; i < row.getFeaturesCount(); i++) {
      values.put(row.getFeatures(i).getName(), value(row.getValues(i)));
    }
    return new FeatureRowView(
        name,
        row.getVersion(),
        row.getSha256(),
        patient,
        WireProtoMapper.instant(row.getAsOf()),
        values);
  }

  static SnapshotView snapshot(GetSnapshotResponse snapshot) {
    return new SnapshotView(
        snapshot.getId(),
        snapshot.getSha256(),
        snapshot.getFeatureSet().getName(),
        snapshot.getFeatureSet().getVersion(),
        snapshot.getRows(),
        snapshot.getPositives(),
        snapshot.getSizeBytes(),
        WireProtoMapper.instant(snapshot.getCreatedAt()),
        snapshot.getQualityList().stream()
            .map(figures -> quality(figures, snapshot.getRows()))
            .toList());
  }

  private static FeatureQualityView quality(FeatureQuality figures, long rows) {
    return new FeatureQualityView(
        figures.getFeature(),
        figures.getMissing(),
        rows == 0 ? 0 : (double) figures.getMissing() / rows,
        figures.getUnconvertible(),
        figures.hasLeast() ? figures.getLeast() : null,
        figures.hasGreatest() ? figures.getGreatest() : null);
  }

  private static FeatureView feature(Feature feature) {
    return new FeatureView(
        feature.getName(), type(feature.getType()), feature.getDescription(), feature.getUnit());
  }

  private static String type(FeatureType type) {
    return switch (type) {
      case FEATURE_TYPE_NUMBER -> "number";
      case FEATURE_TYPE_BOOLEAN -> "boolean";
      case FEATURE_TYPE_CATEGORY -> "category";
      case FEATURE_TYPE_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalStateException("a feature without a type");
    };
  }

  private static @Nullable Object value(FeatureValue value) {
    return switch (value.getValueCase()) {
      case NUMBER -> value.getNumber();
      case BOOLEAN -> value.getBoolean();
      case CATEGORY -> value.getCategory();
      case VALUE_NOT_SET -> null;
    };
  }
}
