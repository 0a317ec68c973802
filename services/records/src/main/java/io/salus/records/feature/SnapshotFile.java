package io.salus.records.feature;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * A Parquet file that is being written: `patient`, `index_date` (ISO 8601, UTC), one nullable
 * column a feature (DOUBLE, BOOLEAN or STRING) in the order of the set, `label`. Its metadata holds
 * the feature set.
 */
final class SnapshotFile implements AutoCloseable {
  /** Small, so that memory stays flat however many patients there are. */
  private static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;

  private final CarpetWriter<Row> writer;

  /** A row as it goes to the file. */
  record Row(String patient, Instant indexDate, List<Reading> values, boolean label) {}

  SnapshotFile(Path file, VersionedFeatureSet versioned) throws IOException {
    var set = versioned.set();
    this.writer =
        new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Row.class)
            .withConf(new PlainParquetConfiguration())
            .withWriteRecordModel(model(set))
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withExtraMetaData(
                Map.of(
                    "salus.feature_set", set.json(),
                    "salus.feature_set.name", set.name(),
                    "salus.feature_set.version", String.valueOf(versioned.version()),
                    "salus.feature_set.sha256", set.sha256()))
            .build();
  }

  void write(Row row) throws IOException {
    writer.write(row);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static WriteRecordModelType<Row> model(FeatureSet set) {
    var model =
        FieldTypes.writeRecordModel(Row.class)
            .withField("patient", FieldTypes.STRING, Row::patient)
            .withField("index_date", FieldTypes.STRING, row -> row.indexDate().toString());
    for (int i = 0; i < set.features().size(); i++) {
      int column = i;
      var feature = set.features().get(i);
      model =
          model.withField(
              feature.name(), type(feature.type()), row -> row.values().get(column).value());
    }
    return model.withField("label", FieldTypes.BOOLEAN, Row::label);
  }

  private static FieldType type(ValueType type) {
    return switch (type) {
      case NUMBER -> FieldTypes.DOUBLE;
      case BOOLEAN -> FieldTypes.BOOLEAN;
      case CATEGORY -> FieldTypes.STRING;
    };
  }
}
