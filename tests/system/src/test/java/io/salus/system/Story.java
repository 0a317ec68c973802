package io.salus.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The demo, played once for all tests of this module while parts of its stack are killed. The stack
 * goes on running until the last test.
 *
 * @param said what it told on the way
 * @param killed components that were killed, in order
 * @param told its figures
 * @param token of its tenant, with every right
 * @param frontEndToken the same for a tenant that front ends work for
 */
record Story(
    SalusCommand salus,
    String said,
    List<String> killed,
    JsonNode told,
    Population population,
    String token,
    String frontEndToken)
    implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path REPORT = TARGET.resolve("story");
  private static final Path OUTPUT = TARGET.resolve("demo.out");

  static Story play() throws IOException, InterruptedException {
    var salus = new SalusCommand(TARGET.resolve("salus"));
    List<String> killed;
    int exitCode;
    try (var saboteur = new Saboteur(salus.demo(), Path.of(OUTPUT + ".err")).begin()) {
      exitCode =
          salus.run(
              OUTPUT,
              "demo",
              "--patients",
              "12",
              "--seed",
              "7",
              "--keep",
              "--json",
              "--out",
              REPORT.toString());
      killed = saboteur.killed();
    }
    String said = Files.readString(Path.of(OUTPUT + ".err"));
    if (exitCode != 0) {
      salus.demo().run(TARGET.resolve("down.out"), "down");
      throw new IllegalStateException("the story ended early:\n" + said);
    }
    return new Story(
        salus.demo(),
        said,
        killed,
        SalusCommand.JSON.readTree(Files.readString(REPORT.resolve("story.json"))),
        Population.of(salus.demo().home().resolve("tmp/synthea/output/fhir")),
        salus.demo().text("token", "--tenant", "demo"),
        salus.demo().text("token", "--tenant", "front-end"));
  }

  /** Address of the gateway. */
  String gateway() {
    return told.path("gateway").asText();
  }

  /** A front end that works for a tenant of its own. */
  FrontEnd frontEnd() {
    return FrontEnd.of(gateway() + "/fhir", frontEndToken);
  }

  /** A file of its report. */
  Path report(String file) {
    return REPORT.resolve(file);
  }

  /** A token of a tenant, with further options of the command. */
  String token(String tenant, String... more) throws IOException, InterruptedException {
    var arguments = new java.util.ArrayList<>(List.of("token", "--tenant", tenant));
    arguments.addAll(List.of(more));
    return salus.text(arguments.toArray(String[]::new));
  }

  @Override
  public void close() throws IOException {
    try {
      salus.run(TARGET.resolve("down.out"), "down");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
