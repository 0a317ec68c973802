package io.salus.synthesis.encoding;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.synthesis.population.Population;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** How whole rows become levels and offsets, and back; learnt from the rows trained on. */
public final class TableCodec {
  private final List<Column> pattern;
  private final List<ColumnCodec> codecs;

  private TableCodec(List<Column> pattern, List<ColumnCodec> codecs) {
    this.pattern = List.copyOf(pattern);
    this.codecs = List.copyOf(codecs);
  }

  /** Learns the columns of a population. */
  public static TableCodec fit(Population population) {
    List<ColumnCodec> codecs = new ArrayList<>();
    for (Column column : population.columns()) {
      codecs.add(
          column.kind() == ColumnKind.NUMBER ? NumberCodec.fit(column) : LevelCodec.fit(column));
    }
    return new TableCodec(population.columns(), codecs);
  }

  /** Number of levels of each column. */
  public List<Integer> levels() {
    return codecs.stream().map(ColumnCodec::levels).toList();
  }

  /** Columns that have offsets, by their position. */
  public List<Integer> withOffset() {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i).hasOffset()) {
        columns.add(i);
      }
    }
    return columns;
  }

  /** Whether a level of a column holds more than one value. */
  public boolean spread(int column, int level) {
    return codecs.get(column).spread(level);
  }

  /** Booleans and categories, by their position. */
  public List<Integer> discrete() {
    List<Integer> columns = new ArrayList<>();
    for (int i = 0; i < codecs.size(); i++) {
      if (codecs.get(i) instanceof LevelCodec) {
        columns.add(i);
      }
    }
    return columns;
  }

  /** Encodes all rows; the seed decides between modes that both explain a value. */
  public EncodedRows encode(Population population, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    EncodedRows encoded = new EncodedRows(population.rows(), codecs.size());
    for (int column = 0; column < codecs.size(); column++) {
      for (int row = 0; row < population.rows(); row++) {
        Cell cell = codecs.get(column).encode(population.columns().get(column).value(row), random);
        encoded.set(row, column, cell.level(), cell.offset());
      }
    }
    return encoded;
  }

  /** The population that encoded rows stand for. */
  public Population decode(EncodedRows encoded) {
    List<Column> columns = new ArrayList<>();
    for (int column = 0; column < codecs.size(); column++) {
      double[] values = new double[encoded.rows()];
      for (int row = 0; row < values.length; row++) {
        values[row] =
            codecs.get(column).decode(encoded.level(row, column), encoded.offset(row, column));
      }
      columns.add(like(pattern.get(column), values));
    }
    return new Population(columns, encoded.rows());
  }

  /** A column with the name and kind of another. */
  public static Column like(Column pattern, double[] values) {
    return switch (pattern.kind()) {
      case NUMBER -> Column.numbers(pattern.name(), values);
      case BOOLEAN -> Column.booleans(pattern.name(), values);
      case CATEGORY -> Column.categories(pattern.name(), values, pattern.levels());
    };
  }
}
