package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.terminal.Progress;

/** Step 3: two models learn the risk; the better one on validation is registered and promoted. */
record ModelStep(Scene scene) {
  static final String MODEL = "emergency-visit";

  /** Returns the version that was promoted. */
  int play(String snapshot) {
    ObjectNode step = scene.step("model");
    try (Progress progress = scene.progress(3, "A model")) {
      var request =
          Scene.body().put("snapshot", snapshot).put("seed", scene.seed()).put("promote", true);
      String job =
          scene
              .api()
              .post("/models/" + MODEL + "/train", request)
              .require(202)
              .json()
              .path("job")
              .asText();
      JsonNode result = scene.jobs().follow(job, progress).path("result");
      int version = result.path("version").asInt();
      JsonNode model =
          scene.api().get("/models/" + MODEL + "?version=" + version).require(200).json();
      step.put("name", MODEL).put("version", version).put("job", job);
      step.put("algorithm", result.path("algorithm").asText());
      step.set("metrics", result.path("metrics"));
      step.set("provenance", model.path("provenance"));
      step.put("outcome", model.path("outcome").asText());
      step.put("verdict", Verdict.of(result.path("metrics")));
      step.put("seconds", progress.elapsedSeconds());
      String report = "/models/" + MODEL + "/versions/" + version + "/report";
      scene.keep(scene.api().get(report), "model-report.html");
      step.put("report", "model-report.html");
      progress.done(
          result.path("algorithm").asText()
              + " is version "
              + version
              + "; "
              + Verdict.figures(result.path("metrics")));
      scene.console().note("        " + step.path("verdict").asText());
      scene.look(step, "Report", scene.out().resolve("model-report.html").toString());
      return version;
    }
  }
}
