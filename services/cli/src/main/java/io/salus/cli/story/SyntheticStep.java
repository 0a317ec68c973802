package io.salus.cli.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.JobFollower;
import io.salus.cli.terminal.Progress;
import java.util.List;

/**
 * Step 6: a GAN and a VAE learn the snapshot; two synthetic populations come out, each with its
 * report.
 */
record SyntheticStep(Scene scene) {
  private static final List<String> GENERATORS = List.of("gan", "vae");
  private static final int ROWS = 1000;

  /** What a generator answers when it has too few rows to learn from: said, not hidden. */
  private static final String TOO_LITTLE = "unprocessable";

  void play(String snapshot) {
    for (String generator : GENERATORS) {
      one(snapshot, generator);
    }
  }

  private void one(String snapshot, String generator) {
    ObjectNode step = scene.step("synthetic").putObject(generator);
    String name = generator.equals("gan") ? "Synthetic patients (GAN)" : "Synthetic patients (VAE)";
    try (Progress progress = scene.progress(6, name)) {
      var request =
          Scene.body()
              .put("snapshot", snapshot)
              .put("generator", generator)
              .put("rows", ROWS)
              .put("seed", scene.seed());
      String job =
          scene.api().post("/synthesis/releases", request).require(202).json().path("job").asText();
      JsonNode ended = scene.jobs().end(job, progress);
      if (ended.path("error").path("code").asText().equals(TOO_LITTLE)) {
        String reason = JobFollower.reason(ended);
        step.put("job", job).put("refused", reason);
        progress.done("refused: " + reason);
        return;
      }
      JsonNode result = scene.jobs().follow(job, progress).path("result");
      String release = result.path("release").asText();
      JsonNode facts = scene.api().get("/synthesis/releases/" + release).require(200).json();
      step.put("release", release).put("job", job).put("rows", facts.path("rows").asLong());
      step.set("metrics", result.path("metrics"));
      var files = step.putArray("files");
      for (JsonNode file : facts.path("files")) {
        String kept = generator + "/" + file.asText();
        scene.keep(
            scene.api().get("/synthesis/releases/" + release + "/files/" + file.asText()), kept);
        files.add(kept);
      }
      step.put("seconds", progress.elapsedSeconds());
      progress.done(facts.path("rows").asLong() + " rows" + Headline.of(result.path("metrics")));
      scene.look(step, "Report", scene.out().resolve(generator).resolve("report.html").toString());
    }
  }
}
