package io.salus.learning.table;

import com.jerolba.carpet.CarpetReader;
import com.jerolba.carpet.CarpetWriter;
import com.jerolba.carpet.io.FileSystemInputFile;
import com.jerolba.carpet.io.FileSystemOutputFile;
import com.jerolba.carpet.model.FieldTypes;
import com.jerolba.carpet.model.WriteRecordModelType;
import io.salus.learning.UnusableDataException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * Parquet files with the columns {@code patient}, {@code index_date}, {@code label} and one column
 * a feature: DOUBLE (also the other number types), BOOLEAN or STRING, each of them nullable.
 */
public final class ParquetTable {
  static final String PATIENT = "patient";
  static final String INDEX_DATE = "index_date";
  static final String LABEL = "label";
  private static final Set<String> NOT_FEATURES = Set.of(PATIENT, INDEX_DATE, LABEL);

  /** Rows are read into memory whole. */
  private static final long MOST_CELLS = 100_000_000;

  private ParquetTable() {}

  /**
   * Reads a whole file.
   *
   * @throws UnusableDataException when it is no Parquet file or lacks a column
   */
  public static Table read(Path file) throws IOException {
    InputFile input = new FileSystemInputFile(file.toFile());
    try {
      FileMetaData meta = footer(input);
      return table(meta, rows(input));
    } catch (RuntimeException e) {
      if (e instanceof UnusableDataException) {
        throw e;
      }
      throw new UnusableDataException("the file is not a readable Parquet table", e);
    }
  }

  private static FileMetaData footer(InputFile input) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).build();
    try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
      FileMetaData meta = reader.getFooter().getFileMetaData();
      long cells = reader.getRecordCount() * meta.getSchema().getFieldCount();
      if (cells > MOST_CELLS) {
        throw new UnusableDataException("it has more than " + MOST_CELLS + " cells");
      }
      return meta;
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // Carpet reads untyped rows as raw maps.
  private static List<Map<String, @Nullable Object>> rows(InputFile input) throws IOException {
    return (List) new CarpetReader<Map>(input, Map.class).toList();
  }

  private static Table table(FileMetaData meta, List<Map<String, @Nullable Object>> rows) {
    MessageType schema = meta.getSchema();
    for (String needed : List.of(PATIENT, LABEL)) {
      if (!schema.containsField(needed)) {
        throw new UnusableDataException("the table has no column " + needed);
      }
    }
    List<String> patients = new ArrayList<>();
    List<String> dates = new ArrayList<>();
    boolean[] labels = new boolean[rows.size()];
    for (int i = 0; i < labels.length; i++) {
      Map<String, @Nullable Object> row = rows.get(i);
      if (!(row.get(PATIENT) instanceof String patient)
          || !(row.get(LABEL) instanceof Boolean label)) {
        throw new UnusableDataException(
            "row " + (i + 1) + " lacks its patient (a text) or its label (true or false)");
      }
      Object date = row.get(INDEX_DATE);
      patients.add(patient);
      dates.add(date == null ? "" : date.toString());
      labels[i] = label;
    }
    List<Column> features =
        schema.getFields().stream()
            .filter(field -> !NOT_FEATURES.contains(field.getName()))
            .map(field -> column(field, rows))
            .toList();
    return new Table(patients, dates, labels, features, meta.getKeyValueMetaData());
  }

  private static Column column(Type field, List<Map<String, @Nullable Object>> rows) {
    String name = field.getName();
    List<@Nullable Object> cells = new ArrayList<>();
    rows.forEach(row -> cells.add(row.get(name)));
    if (!field.isPrimitive()) {
      throw new UnusableDataException("column " + name + " is nested");
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> Column.booleans(name, doubles(cells));
      case DOUBLE, FLOAT, INT32, INT64 -> Column.numbers(name, doubles(cells));
      case BINARY -> categories(name, cells);
      case INT96, FIXED_LEN_BYTE_ARRAY ->
          throw new UnusableDataException("column " + name + " has a type that no feature has");
    };
  }

  private static double[] doubles(List<@Nullable Object> cells) {
    return cells.stream()
        .mapToDouble(
            cell ->
                switch (cell) {
                  case null -> Double.NaN;
                  case Boolean truth -> truth ? 1 : 0;
                  case Number number -> number.doubleValue();
                  default -> throw new UnusableDataException("a number column holds text");
                })
        .toArray();
  }

  private static Column categories(String name, List<@Nullable Object> cells) {
    List<String> levels =
        cells.stream()
            .filter(cell -> cell != null)
            .map(Object::toString)
            .distinct()
            .sorted()
            .toList();
    Map<String, Integer> codes =
        levels.stream().collect(Collectors.toMap(level -> level, levels::indexOf));
    return Column.categories(
        name,
        cells.stream()
            .mapToDouble(
                cell -> cell == null ? Double.NaN : codes.getOrDefault(cell.toString(), -1))
            .toArray(),
        levels);
  }

  /** Writes a file that {@link #read} reads as the same table. */
  public static void write(Table table, Path file) throws IOException {
    WriteRecordModelType<Row> model =
        FieldTypes.writeRecordModel(Row.class)
            .withField(PATIENT, FieldTypes.STRING, row -> table.patients().get(row.index()))
            .withField(INDEX_DATE, FieldTypes.STRING, row -> table.indexDates().get(row.index()));
    for (Column column : table.features()) {
      model =
          switch (column.kind()) {
            case NUMBER ->
                model.withField(
                    column.name(), FieldTypes.DOUBLE, row -> number(column, row.index()));
            case BOOLEAN ->
                model.withField(
                    column.name(), FieldTypes.BOOLEAN, row -> truth(column, row.index()));
            case CATEGORY ->
                model.withField(column.name(), FieldTypes.STRING, row -> text(column, row.index()));
          };
    }
    model = model.withField(LABEL, FieldTypes.BOOLEAN, row -> table.label(row.index()));
    try (CarpetWriter<Row> writer =
        new CarpetWriter.Builder<>(new FileSystemOutputFile(file.toFile()), Row.class)
            .withConf(new PlainParquetConfiguration())
            .withWriteRecordModel(model)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withExtraMetaData(table.metadata())
            .build()) {
      for (int i = 0; i < table.rows(); i++) {
        writer.write(new Row(i));
      }
    }
  }

  private static @Nullable Object number(Column column, int row) {
    return column.missing(row) ? null : column.value(row);
  }

  private static @Nullable Object truth(Column column, int row) {
    return column.missing(row) ? null : column.value(row) == 1;
  }

  private static @Nullable Object text(Column column, int row) {
    return column.missing(row) ? null : column.level(row);
  }

  /** Position in the table; the writer asks for each field by it. */
  record Row(int index) {}
}
