package io.salus.cli.stack;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Command;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@CommandLine.Command(
    name = "logs",
    header = "Show the logs of one component, or of all.",
    description = {
      "",
      "Components: postgres, records, inference, synthesis, scheduling, gateway, supervisor, and <service>-worker, "
          + "<service>-migrate. Logs hold ids, codes and durations, never data of patients.",
      ""
    })
public final class LogsCommand extends Command {
  private static final Duration LOOK = Duration.ofMillis(300);

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "COMPONENT",
      description = "Whose log; all when left out.")
  private @Nullable String component;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "N",
      defaultValue = "40",
      description = "Last lines of each log. Default: ${DEFAULT-VALUE}.")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written from now (one component).")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    var home = Home.standard();
    var answer = Json.object();
    var text = new StringBuilder();
    for (Path file : files(home)) {
      List<String> tail = LogTail.lines(file, lines);
      String name = file.getFileName().toString().replace(".log", "");
      var array = answer.putArray(name);
      tail.forEach(array::add);
      if (component == null) {
        text.append("== ").append(name).append(" ==\n");
      }
      tail.forEach(line -> text.append(line).append('\n'));
    }
    console().answer(answer, text.toString().stripTrailing());
    if (follow && component != null) {
      follow(home.log(component), console());
    }
    return Exit.OK.code();
  }

  private List<Path> files(Home home) throws IOException {
    if (component != null) {
      Path file = home.log(component);
      if (!file.normalize().startsWith(home.logs()) || !Files.isRegularFile(file)) {
        throw new Failure(
            Exit.WRONG_ARGUMENTS,
            "There is no log of '" + component + "'.",
            "See which there are: ls " + home.logs());
      }
      return List.of(file);
    }
    if (!Files.isDirectory(home.logs())) {
      throw new Failure(Exit.NOT_RUNNING, "There are no logs yet.", "Start Salus: ./salus up");
    }
    try (var files = Files.list(home.logs())) {
      return files.filter(f -> f.toString().endsWith(".log")).sorted().toList();
    }
  }

  private static void follow(Path file, Console console) throws IOException {
    long position = Files.size(file);
    while (Waiting.pause(LOOK)) {
      long size = Files.size(file);
      if (size < position) {
        position = 0;
      }
      if (size > position) {
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
          byte[] fresh = new byte[(int) Math.min(size - position, 1 << 20)];
          log.seek(position);
          log.readFully(fresh);
          position += fresh.length;
          console.answer(Json.object(), new String(fresh, StandardCharsets.UTF_8).stripTrailing());
        }
      }
    }
  }
}
