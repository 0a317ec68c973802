package io.salus.cli.story;

import io.salus.cli.api.Api;
import io.salus.cli.home.Checkout;
import io.salus.cli.home.Home;
import io.salus.cli.home.Trees;
import io.salus.cli.stack.Stack;
import io.salus.cli.synthea.Synthea;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import io.salus.cli.token.TokenRequest;
import io.salus.cli.token.Tokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

@CommandLine.Command(
    name = "demo",
    header = "Play the whole story on made-up patients, and write it down.",
    description = {
      "",
      "Synthea makes a population; a client with nothing but a token and HTTP posts it, turns it into features, trains and "
          + "promotes a model, scores charts, books a visit and lets a GAN and a VAE make synthetic patients. The stack it "
          + "uses is its own (in demo below the state directory, on a free port), begins empty and is stopped at the end.",
      ""
    })
public final class DemoCommand extends Command {
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(6);
  private static final String TENANT = "demo";

  @Option(
      names = "--patients",
      paramLabel = "N",
      defaultValue = "100",
      description = "Living patients that Synthea makes, 5 to 10000. Default: ${DEFAULT-VALUE}.")
  private int patients;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of population, training and sampling. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Folder of index.html, the reports and story.json. Default: demo-report in the state directory.")
  private @Nullable Path out;

  @Option(names = "--keep", description = "Leave the stack up, to look around.")
  private boolean keep;

  @Override
  public Integer call() throws IOException {
    if (patients < 5 || patients > 10_000) {
      throw new Failure(
          Exit.WRONG_ARGUMENTS,
          "The demo takes 5 to 10000 patients, not " + patients + ".",
          "See: ./salus demo --help");
    }
    var home = Home.standard().child("demo");
    Path folder =
        out == null
            ? Home.standard().directory().resolve("demo-report")
            : out.toAbsolutePath().normalize();
    var stack = new Stack(home);
    stack.down(console());
    Trees.remove(home.directory());
    Files.createDirectories(folder);
    long started = System.nanoTime();
    try {
      Scene scene = play(home, stack, folder, started);
      console().answer(scene.figures(), "\nThe story is told: " + folder.resolve("index.html"));
    } finally {
      if (!keep) {
        stack.down(console());
      }
    }
    if (keep) {
      console()
          .note("The stack stays up. Stop it: SALUS_HOME=" + home.directory() + " ./salus down");
    }
    return Exit.OK.code();
  }

  private Scene play(Home home, Stack stack, Path folder, long started) throws IOException {
    Console console = console();
    home.prepare();
    Synthea synthea =
        Synthea.start(Checkout.current(), home.temporary().resolve("synthea"), patients, seed);
    try {
      var up = stack.up(0, console);
      String token =
          new Tokens(home).issue(TokenRequest.everything("demo-front-end", TENANT, TOKEN_LIFETIME));
      var api = new Api(up.state().gatewayUrl(), () -> token);
      var scene = new Scene(api, console, folder, Json.object(), patients, seed);
      scene
          .figures()
          .put("started_at", Instant.now().toString())
          .put("patients", patients)
          .put("seed", seed);
      scene.figures().put("up_seconds", up.seconds()).put("gateway", api.base());
      Path bundles;
      try (Progress progress = scene.progress(1, "Synthea makes patients")) {
        bundles = synthea.await(progress);
        progress.done(count(bundles) + " bundles");
      }
      new RecordsStep(scene).play(bundles);
      String snapshot = new FeaturesStep(scene).play();
      new ModelStep(scene).play(snapshot);
      String patient = new PredictionStep(scene).play();
      new VisitStep(scene).play(patient);
      new SyntheticStep(scene).play(snapshot);
      scene.figures().put("seconds", (System.nanoTime() - started) / 1e9);
      new SummaryPage(scene).write();
      return scene;
    } finally {
      synthea.stop();
    }
  }

  private static long count(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.count();
    }
  }
}
