package io.salus.records.feature;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts the figures of {@link FeatureQuality} row by row. */
final class QualityCount {
  private final List<Column> columns;

  QualityCount(FeatureSet set) {
    columns = set.features().stream().map(feature -> new Column(feature.name())).toList();
  }

  void add(List<Reading> row) {
    for (int i = 0; i < columns.size(); i++) {
      columns.get(i).add(row.get(i));
    }
  }

  List<FeatureQuality> figures() {
    var figures = new ArrayList<FeatureQuality>(columns.size());
    columns.forEach(column -> figures.add(column.figures()));
    return figures;
  }

  private static final class Column {
    private final String feature;
    private long missing;
    private long unconvertible;
    private @Nullable Double least;
    private @Nullable Double greatest;

    Column(String feature) {
      this.feature = feature;
    }

    void add(Reading reading) {
      unconvertible += reading.unconvertible();
      switch (reading.value()) {
        case null -> missing++;
        case Double number -> {
          least = least == null ? number : Math.min(least, number);
          greatest = greatest == null ? number : Math.max(greatest, number);
        }
        default -> {}
      }
    }

    FeatureQuality figures() {
      return new FeatureQuality(feature, missing, unconvertible, least, greatest);
    }
  }
}
