package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.inference.prediction.PastPrediction;
import io.salus.learning.table.Column;
import io.salus.learning.table.CsvTable;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Predictions as a table: their inputs are the columns, their known outcomes the labels. */
final class WindowTable {
  private WindowTable() {}

  /**
   * @param inputs as provenance has them: name and type
   */
  static Table of(List<PastPrediction> predictions, JsonNode inputs) {
    List<Column> columns = new ArrayList<>();
    for (JsonNode input : inputs) {
      columns.add(column(predictions, input.path("name").asText(), input.path("type").asText()));
    }
    boolean[] labels = new boolean[predictions.size()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = Boolean.TRUE.equals(predictions.get(i).happened());
    }
    return new Table(
        predictions.stream().map(PastPrediction::patient).toList(),
        Collections.nCopies(labels.length, ""),
        labels,
        columns,
        Map.of());
  }

  private static Column column(List<PastPrediction> predictions, String name, String type) {
    List<JsonNode> values =
        predictions.stream().map(prediction -> prediction.inputs().path(name)).toList();
    if (type.equals("category")) {
      return CsvTable.categories(name, values.stream().map(value -> value.asText("")).toList());
    }
    double[] numbers = values.stream().mapToDouble(WindowTable::number).toArray();
    return type.equals("boolean") ? Column.booleans(name, numbers) : Column.numbers(name, numbers);
  }

  private static double number(JsonNode value) {
    if (value.isBoolean()) {
      return value.booleanValue() ? 1 : 0;
    }
    return value.isNumber() ? value.doubleValue() : Double.NaN;
  }
}
