package io.salus.synthesis.files;

import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import io.salus.learning.table.Column;
import io.salus.synthesis.population.Population;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Parquet with the columns and types of a snapshot, without those that name a patient. */
public final class ParquetFile {
  private ParquetFile() {}

  /**
   * Writes all rows; missing values are null.
   *
   * @param metadata key-value metadata of the file
   */
  public static void write(Population population, Map<String, String> metadata, Path file)
      throws IOException {
    WriteRecordModelType<Row> model = FieldTypes.writeRecordModel(Row.class);
    for (Column column : population.columns()) {
      model =
          switch (column.kind()) {
            case NUMBER ->
                model.withField(
                    column.name(), FieldTypes.DOUBLE, row -> Cells.value(column, row.index()));
            case BOOLEAN ->
                model.withField(
                    column.name(), FieldTypes.BOOLEAN, row -> Cells.value(column, row.index()));
            case CATEGORY ->
                model.withField(
                    column.name(), FieldTypes.STRING, row -> Cells.value(column, row.index()));
          };
    }
    try (CarpetWriter<Row> writer =
        new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Row.class)
            .withConf(new PlainParquetConfiguration())
            .withWriteRecordModel(model)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withExtraMetaData(metadata)
            .build()) {
      for (int i = 0; i < population.rows(); i++) {
        writer.write(new Row(i));
      }
    }
  }

  /** Position in the population; the writer asks for each field by it. */
  record Row(int index) {}
}
