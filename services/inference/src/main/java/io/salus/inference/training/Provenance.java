package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.inference.artefact.Distribution;
import io.salus.inference.artefact.InputDescription;
import io.salus.inference.artefact.ModelArtefact;
import io.salus.learning.drift.Histogram;
import io.salus.learning.encoding.FeatureEncoding;
import io.salus.learning.table.Table;
import io.salus.learning.torch.Torch;
import io.salus.service.runtime.CodeVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Everything that a model came from, as the JSON that the registry keeps. */
final class Provenance {
  private Provenance() {}

  static ObjectNode of(
      Source source, String job, TrainingPlan plan, Folds folds, Candidate chosen) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.setAll(source.provenance());
    json.set("inputs", inputs(chosen.artefact(), folds.train()));
    CodeVersion code = CodeVersion.ofBuild();
    json.putObject("code")
        .put("version", code.version())
        .put("commit", code.commit())
        .put("modified", code.modified());
    json.put("seed", plan.seed());
    json.put("split", folds.split());
    json.set("hyperparameters", chosen.hyperparameters());
    json.set("environment", environment());
    json.put("job", job);
    ObjectNode statements = json.putObject("statements");
    plan.statements().forEach(statements::put);
    return json;
  }

  private static ArrayNode inputs(ModelArtefact artefact, Table training) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    List<InputDescription> descriptions = artefact.inputs();
    for (int i = 0; i < descriptions.size(); i++) {
      FeatureEncoding encoding = artefact.encoder().features().get(i);
      ObjectNode input = json.addObject();
      input.put("index", i);
      input.put("name", encoding.name());
      input.put("type", encoding.kind().name().toLowerCase(Locale.ROOT));
      input.put("unit", descriptions.get(i).unit());
      input.put("description", descriptions.get(i).description());
      encoding.levels().forEach(input.putArray("levels")::add);
      input.put("missing_share", encoding.missingShare());
      // What later patients are compared with.
      input.set("distribution", Distribution.write(Histogram.of(training.features().get(i))));
    }
    return json;
  }

  private static ObjectNode environment() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("jdk", Runtime.version().toString());
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    json.put("cpu", cpu());
    Torch.versions().forEach(json::put);
    return json;
  }

  /** Linux names the processor; the same bits come out only where it computes alike. */
  private static String cpu() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
