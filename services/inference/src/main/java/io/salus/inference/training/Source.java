package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.records.Snapshot;
import io.salus.learning.UnusableDataException;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What a training learns from.
 *
 * @param provenance where it came from, as the registry keeps it
 * @param outcome what the probability is of, for people
 * @param inputs what each column is, in their order
 */
record Source(Table table, ObjectNode provenance, String outcome, List<InputDescription> inputs) {
  static Source of(Snapshot snapshot, Table table) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("snapshot")
        .put("id", snapshot.id())
        .put("sha256", snapshot.sha256())
        .put("rows", snapshot.rows())
        .put("positives", snapshot.positives())
        .put("created_at", snapshot.createdAt().toString());
    json.putObject("feature_set")
        .put("name", snapshot.featureSet().name())
        .put("version", snapshot.featureSet().version())
        .put("sha256", snapshot.featureSet().sha256())
        .put("description", snapshot.featureSet().description());
    return new Source(table, json, snapshot.featureSet().label(), inputs(snapshot, table));
  }

  /**
   * @param sha256 of the file, hex
   */
  static Source of(BroughtTable brought, String sha256, Table table) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode file =
        json.putObject("table")
            .put("id", brought.id())
            .put("sha256", sha256)
            .put("rows", table.rows())
            .put("positives", table.positives())
            .put("patients", table.patients().stream().distinct().count())
            .put("label", brought.labelColumn());
    brought.positiveValues().forEach(file.putArray("positive")::add);
    file.put("patient", brought.patient()).put("date", brought.date());
    brought.missing().forEach(file.putArray("missing")::add);
    brought.dropped().forEach(file.putArray("dropped")::add);
    brought.categories().forEach(file.putArray("categories")::add);
    List<InputDescription> inputs =
        table.features().stream().map(c -> new InputDescription(c.name(), "", "")).toList();
    return new Source(table, json, brought.meaning(), inputs);
  }

  /** Descriptions in the order of the table's columns. */
  private static List<InputDescription> inputs(Snapshot snapshot, Table table) {
    List<InputDescription> inputs = new ArrayList<>();
    for (Column column : table.features()) {
      inputs.add(
          snapshot.featureSet().features().stream()
              .filter(feature -> feature.name().equals(column.name()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnusableDataException(
                          "its column " + column.name() + " is not in the feature set")));
    }
    return inputs;
  }
}
