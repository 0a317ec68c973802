package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.model.FieldType;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;

/** Parquet (zstd), a group of rows at a time. Which type a column has, {@link ParquetType} says. */
final class ParquetOutput implements RowOutput<List<ParquetOutput.Row>> {
  /** Small, so that memory stays flat however many rows there are. */
  private static final long ROW_GROUP_BYTES = 16L * 1024 * 1024;

  private final List<Column> columns;
  private final List<ParquetType> types;
  private final CarpetWriter<Row> writer;

  /** What the library writes. */
  record Row(List<@Nullable Object> values) {}

  ParquetOutput(View view, OutputStream out) throws IOException {
    this.columns = view.columns();
    this.types = columns.stream().map(column -> ParquetType.of(column.type())).toList();
    this.writer =
        new CarpetWriter.Builder<>(new OpenStream(out), Row.class)
            .withConf(new PlainParquetConfiguration())
            .withWriteRecordModel(model())
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  @Override
  public RowEncoder<List<Row>> encoder() {
    return new RowEncoder<>() {
      private List<Row> rows = new ArrayList<>();

      @Override
      public void add(@Nullable JsonNode[] row) {
        rows.add(new Row(Arrays.asList(values(row))));
      }

      @Override
      public List<Row> take() {
        var taken = rows;
        rows = new ArrayList<>();
        return taken;
      }
    };
  }

  @Override
  public void write(List<Row> rows) throws IOException {
    writer.write(rows);
  }

  @Override
  public void finish() throws IOException {
    writer.close();
  }

  private @Nullable Object[] values(@Nullable JsonNode[] row) {
    var values = new @Nullable Object[row.length];
    for (int i = 0; i < row.length; i++) {
      var type = types.get(i);
      var column = columns.get(i);
      var value = row[i];
      values[i] =
          column.collection() && value != null
              ? value.valueStream().map(element -> type.value(element, column)).toList()
              : type.value(value, column);
    }
    return values;
  }

  private WriteRecordModelType<Row> model() {
    var model = FieldTypes.writeRecordModel(Row.class);
    for (int i = 0; i < columns.size(); i++) {
      int at = i;
      FieldType element = types.get(i).fieldType();
      FieldType type = columns.get(i).collection() ? FieldTypes.LIST.ofType(element) : element;
      model = model.withField(columns.get(i).name(), type, row -> row.values().get(at));
    }
    return model;
  }

  /** The end of the file is not the end of the stream. */
  private static final class OpenStream extends java.io.FilterOutputStream {
    OpenStream(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
