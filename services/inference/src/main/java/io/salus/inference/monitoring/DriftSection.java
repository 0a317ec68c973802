package io.salus.inference.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.Distribution;
import io.salus.inference.registry.ModelVersion;
import io.salus.learning.drift.Histogram;
import io.salus.learning.drift.StabilityIndex;
import io.salus.learning.drift.StabilityIndex.Change;
import io.salus.learning.table.Column;
import io.salus.learning.table.Table;
import java.util.Locale;

/** How the inputs and answers of a window differ from those of training and test. */
final class DriftSection {
  private final Alerts alerts;

  DriftSection(Alerts alerts) {
    this.alerts = alerts;
  }

  ObjectNode of(ModelVersion model, Table window, double[] probabilities) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode features = json.putArray("features");
    for (int i = 0; i < window.features().size(); i++) {
      JsonNode kept = model.provenance().path("inputs").path(i).path("distribution");
      if (window.rows() > 0 && kept.isObject()) {
        Column column = window.features().get(i);
        features.add(compare("input-drift", column, Distribution.read(kept)));
      }
    }
    JsonNode answers = model.metrics().path("score_distribution");
    if (window.rows() > 0 && answers.isObject()) {
      Column column = Column.numbers("probability", probabilities);
      json.set("probability", compare("prediction-drift", column, Distribution.read(answers)));
    }
    return json;
  }

  private ObjectNode compare(String kind, Column column, Histogram before) {
    Histogram now = before.count(column);
    StabilityIndex index = before.compare(now);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("feature", column.name())
            .put("psi", index.value())
            .put("chance", index.chance())
            .put("change", index.change().name().toLowerCase(Locale.ROOT))
            .put("missing_before", before.missing())
            .put("missing_now", now.missing());
    if (index.change() == Change.LARGE) {
      alerts.add(
          kind,
          column.name(),
          String.format(
              Locale.ROOT,
              "%s is not distributed as it was in the %s data: PSI %.2f, above 0.25 and above %.2f,"
                  + " which chance explains; missing %.0f %%, before %.0f %%.",
              column.name(),
              kind.equals("input-drift") ? "training" : "test",
              index.value(),
              index.chance(),
              100 * now.missing(),
              100 * before.missing()));
    }
    return json;
  }
}
