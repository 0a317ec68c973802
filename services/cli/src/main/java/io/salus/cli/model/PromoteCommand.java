package io.salus.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.Gateway;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    name = "promote",
    header = "Make a version of a model the one that answers, or let it answer for some patients.",
    footer = {
      "",
      "  ./salus promote risk 4 --canary 10     patients 10 of 100, always the same ones"
    })
public final class PromoteCommand extends Command {
  @Mixin private Gateway gateway = new Gateway();

  @Parameters(index = "0", paramLabel = "NAME", description = "Model.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "Version, from 1.")
  private int version;

  @Option(
      names = "--canary",
      paramLabel = "PERCENT",
      description =
          "Of 100 patients, how many it answers for while the promoted version answers for the"
              + " others; 0 ends that.")
  private @Nullable Integer canary;

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (canary != null) {
      body.put("canary", canary);
    }
    JsonNode model =
        gateway
            .api("train", TrainCommand.TOKEN_LIFETIME)
            .postRepeatable("/models/" + name + "/versions/" + version + "/promote", body)
            .require(200)
            .json();
    console().answer(model, said(model));
    return Exit.OK.code();
  }

  private String said(JsonNode model) {
    String version = model.path("name").asText() + " version " + model.path("version").asInt();
    if (model.path("promoted").asBoolean()) {
      return version + " answers";
    }
    return model.has("canary")
        ? version + " answers for " + model.path("canary").asInt() + " of 100 patients"
        : version + " answers for nobody";
  }
}
