package io.salus.cli.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.cli.api.Api;
import io.salus.cli.api.Gateway;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Exit;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    name = "replay",
    header = "Compute a stored prediction again, and say whether every bit is the same.",
    footer = {"", "Exit code 1 when it is not."})
public final class ReplayCommand extends Command {
  @Mixin private Gateway gateway = new Gateway();

  @Parameters(paramLabel = "PREDICTION", description = "Id of the prediction.")
  private String prediction = "";

  @Override
  public Integer call() {
    JsonNode replay =
        gateway
            .api("train", TrainCommand.TOKEN_LIFETIME)
            .postRepeatable("/models/predictions/" + prediction + "/replay", Api.empty())
            .require(200)
            .json();
    boolean identical = replay.path("identical").asBoolean();
    console()
        .answer(
            replay,
            "%s: stored %s, recomputed %s, inputs %s"
                .formatted(
                    identical ? "identical" : "NOT IDENTICAL",
                    replay.path("stored").asText(),
                    replay.path("recomputed").asText(),
                    replay.path("input_sha256").asText()));
    return (identical ? Exit.OK : Exit.FAILED).code();
  }
}
