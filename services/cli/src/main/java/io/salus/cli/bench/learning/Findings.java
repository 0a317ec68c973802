package io.salus.cli.bench.learning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rows, and which demands they meet. */
final class Findings {
  private final List<Row> rows = new ArrayList<>();
  private final List<String> met = new ArrayList<>();
  private final List<String> missed = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  void add(Row row) {
    rows.add(row);
    System.err.println(row.line());
  }

  void remark(String sentence) {
    remarks.add(sentence);
  }

  /** Something that has to hold, with its figures. */
  void demand(boolean holds, String sentence) {
    (holds ? met : missed).add(sentence);
  }

  Optional<Row> find(String data, String model, String by) {
    return rows.stream()
        .filter(r -> r.data().equals(data) && r.model().equals(model) && r.by().startsWith(by))
        .findFirst();
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    var list = json.putArray("rows");
    rows.forEach(row -> list.add(row.json()));
    met.forEach(json.putArray("met")::add);
    missed.forEach(json.putArray("missed")::add);
    remarks.forEach(json.putArray("remarks")::add);
    return json;
  }
}
