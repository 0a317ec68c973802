package io.salus.synthesis.report;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.synthesis.population.Population;
import io.salus.synthesis.quality.PairTrend;
import java.util.List;

/** Pearson's correlations of all numbers and booleans of a population. */
final class Correlations {
  private final List<String> names;
  private final double[][] values;

  private Correlations(List<String> names, double[][] values) {
    this.names = names;
    this.values = values;
  }

  static Correlations of(Population population) {
    List<Column> columns =
        population.columns().stream().filter(c -> c.kind() != ColumnKind.CATEGORY).toList();
    double[][] values = new double[columns.size()][columns.size()];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        values[i][j] = i == j ? 1 : PairTrend.pearson(columns.get(i), columns.get(j));
      }
    }
    return new Correlations(columns.stream().map(Column::name).toList(), values);
  }

  List<String> names() {
    return names;
  }

  double[][] values() {
    return values;
  }

  double[][] minus(Correlations other) {
    double[][] difference = new double[values.length][values.length];
    for (int i = 0; i < values.length; i++) {
      for (int j = 0; j < values.length; j++) {
        difference[i][j] = values[i][j] - other.values[i][j];
      }
    }
    return difference;
  }
}
