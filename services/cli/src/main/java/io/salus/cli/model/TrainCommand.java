package io.salus.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.Api;
import io.salus.cli.api.Gateway;
import io.salus.cli.api.JobFollower;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    name = "train",
    header = "Train a model on a feature set or a table, and say whether it is any good.",
    footer = {
      "",
      "Examples:",
      "  ./salus train risk --features emergency_visit --promote",
      "  ./salus train risk --features emergency_visit \\",
      "    --algorithm gradient-boosting --set most_leaves=8 --calibration platt",
      "  ./salus train risk --snapshot ID --algorithm random-forest --search 20 \\",
      "    --costs 1:5",
      "  ./salus train risk --file visits.csv --label readmitted --positive '<30' \\",
      "    --patient patient_nbr --missing '?' --category diag_1",
      "  ./salus train pneumonia --file xrays.csv --label pneumonia \\",
      "    --algorithm convolutional-network --set height=28 --set width=28",
      "  ./salus train risk --features emergency_visit \\",
      "    --state intended_use='Call back patients at high risk'"
    })
public final class TrainCommand extends Command {
  static final Duration TOKEN_LIFETIME = Duration.ofHours(2);

  @Mixin private Gateway gateway = new Gateway();

  @Parameters(paramLabel = "MODEL", description = "Name of the model.")
  private String model = "";

  @Option(
      names = "--features",
      paramLabel = "SET",
      description = "Feature set; a snapshot of it is made first.")
  private @Nullable String features;

  @Option(names = "--snapshot", paramLabel = "ID", description = "A snapshot that is there.")
  private @Nullable String snapshot;

  @Mixin private TableOptions table = new TableOptions();

  @Option(
      names = "--algorithm",
      paramLabel = "NAME",
      description =
          "logistic-regression, support-vector-machine, random-forest, gradient-boosting or"
              + " neural-network; for rows that are pictures convolutional-network, for sequences"
              + " recurrent-network, for anomalies autoencoder. Default: the better of a logistic"
              + " regression and a network.")
  private @Nullable String algorithm;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "A hyperparameter; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--calibration",
      paramLabel = "NAME",
      description = "none, platt or isotonic. Default: platt where the rows suffice.")
  private @Nullable String calibration;

  @Option(
      names = "--test-from",
      paramLabel = "DATE",
      description = "Rows from this date on judge. Default: patients are drawn.")
  private @Nullable String testFrom;

  @Option(
      names = "--search",
      paramLabel = "N",
      description = "Trainings that a search for hyperparameters may spend.")
  private int search;

  @Option(
      names = "--costs",
      paramLabel = "A:B",
      description = "Costs of a false alarm and of a miss, for a threshold.")
  private @Nullable String costs;

  @Option(
      names = "--state",
      paramLabel = "NAME=TEXT",
      description =
          "What only you know about the model, for its card, for example intended_use=TEXT; may be"
              + " repeated.")
  private Map<String, String> statements = new LinkedHashMap<>();

  @Option(names = "--seed", paramLabel = "N", description = "Of split and model. Default: 0.")
  private long seed;

  @Option(names = "--promote", description = "The model answers from now on.")
  private boolean promote;

  @Override
  public Integer call() {
    if (Stream.of(features != null, snapshot != null, table.given()).filter(b -> b).count() != 1) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "A model is trained on --features SET, on --snapshot ID or on --file FILE.",
          "See: ./salus train --help");
    }
    ObjectNode body = body();
    Api api = gateway.api("train", TOKEN_LIFETIME);
    try (Progress progress = console().progress("Training " + model, 1, "")) {
      if (table.given()) {
        body.set("table", table.bring(api));
      } else {
        body.put("snapshot", snapshot == null ? makeSnapshot(api, progress) : snapshot);
      }
      JsonNode result = run(api, "/models/" + model + "/train", body, progress);
      progress.done("version " + result.path("version").asInt());
      console().answer(result, text(api, result));
    }
    return Exit.OK.code();
  }

  private String makeSnapshot(Api api, Progress progress) {
    return run(api, "/features/" + features + "/snapshots", Json.object(), progress)
        .path("snapshot")
        .asText();
  }

  private ObjectNode body() {
    ObjectNode body = Json.object().put("seed", seed).put("promote", promote);
    if (algorithm != null) {
      body.put("algorithm", algorithm);
    }
    if (!settings.isEmpty()) {
      body.set("hyperparameters", TrainBody.hyperparameters(settings));
    }
    if (calibration != null) {
      body.put("calibration", calibration);
    }
    if (testFrom != null) {
      body.put("test_from", testFrom);
    }
    if (search != 0) {
      body.put("search_fits", search);
    }
    if (costs != null) {
      TrainBody.costs(costs, body);
    }
    if (!statements.isEmpty()) {
      ObjectNode stated = body.putObject("statements");
      statements.forEach(stated::put);
    }
    return body;
  }

  private static JsonNode run(Api api, String path, ObjectNode body, Progress progress) {
    String job = api.post(path, body).require(202).json().path("job").asText();
    return new JobFollower(api).follow(job, progress).path("result");
  }

  private static String text(Api api, JsonNode result) {
    JsonNode metrics = result.path("metrics");
    StringBuilder text = new StringBuilder();
    text.append(
        "%s version %d: %s%s%n%s"
            .formatted(
                result.path("model").asText(),
                result.path("version").asInt(),
                result.path("algorithm").asText(),
                result.path("promoted").asBoolean() ? ", promoted" : "",
                metrics.path("verdict").asText()));
    for (String name : new String[] {"auroc", "auprc", "brier"}) {
      JsonNode figure = metrics.path(name);
      text.append(
          String.format(
              Locale.ROOT,
              "%n%-6s %.3f (%.3f to %.3f)",
              name,
              figure.path("value").asDouble(Double.NaN),
              figure.path("low").asDouble(Double.NaN),
              figure.path("high").asDouble(Double.NaN)));
    }
    JsonNode threshold = metrics.path("threshold").path("probability");
    if (threshold.isNumber()) {
      text.append(String.format(Locale.ROOT, "%nact from %.3f on", threshold.asDouble()));
    }
    return text.append(
            "%nreport %s/models/%s/versions/%d/report"
                .formatted(
                    api.base(), result.path("model").asText(), result.path("version").asInt()))
        .toString();
  }
}
