package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Progress;
import java.util.Locale;

/** Step 2: a feature set turns records into one row a patient. */
record FeaturesStep(Scene scene) {
  static final String FEATURE_SET = "emergency_visit";

  /** Returns the snapshot's id. */
  String play() {
    ObjectNode step = scene.step("features");
    String path = "/features/" + FEATURE_SET;
    try (Progress progress = scene.progress(2, "Features")) {
      JsonNode set = scene.api().get(path).require(200).json();
      String job =
          scene
              .api()
              .post(path + "/snapshots", Scene.body().put("version", 0))
              .require(202)
              .json()
              .path("job")
              .asText();
      JsonNode result = scene.jobs().follow(job, progress).path("result");
      String snapshot = result.path("snapshot").asText();
      JsonNode facts = scene.api().get("/features/snapshots/" + snapshot).require(200).json();
      int columns = set.path("features").size();
      step.put("feature_set", FEATURE_SET).put("version", set.path("version").asInt());
      step.put("label", set.path("label_description").asText()).put("columns", columns);
      step.put("rows", facts.path("rows").asLong())
          .put("positives", facts.path("positives").asLong());
      step.put("snapshot", snapshot).put("sha256", facts.path("sha256").asText()).put("job", job);
      step.put("seconds", progress.elapsedSeconds());
      progress.done(
          String.format(
              Locale.ROOT,
              "%d rows of %d features, %d with the outcome",
              facts.path("rows").asLong(),
              columns,
              facts.path("positives").asLong()));
      scene.look(step, "Definition", scene.api().base() + path);
      return snapshot;
    }
  }
}
