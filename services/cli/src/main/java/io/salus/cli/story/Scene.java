package io.salus.cli.story;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.cli.api.Answer;
import io.salus.cli.api.Api;
import io.salus.cli.api.JobFollower;
import io.salus.cli.terminal.Console;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import io.salus.cli.terminal.Json;
import io.salus.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What every step of the story has at hand.
 *
 * @param api the gateway; all a step may use
 * @param out folder of the reports
 * @param figures every figure, by step; becomes `story.json`
 */
record Scene(Api api, Console console, Path out, ObjectNode figures, int patients, long seed) {
  static final int STEPS = 7;

  /** The figures of one step. */
  ObjectNode step(String name) {
    return figures.withObject("/steps/" + name);
  }

  Progress progress(int number, String title) {
    return console.progress("[" + number + "/" + STEPS + "] " + title, 1, "");
  }

  JobFollower jobs() {
    return new JobFollower(api);
  }

  /** Says where to look, under the line of the step. */
  void look(ObjectNode step, String what, String where) {
    step.withArray("look").addObject().put("what", what).put("where", where);
    console.note("        " + what + ": " + where);
  }

  /** Keeps a file that the gateway answered with, beside the summary page. */
  void keep(Answer answer, String name) {
    try {
      Path file = out.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, answer.require(200).body());
    } catch (IOException e) {
      throw new Failure(
          Exit.MACHINE,
          "The file " + name + " could not be written to " + out + ": " + e.getMessage() + ".",
          "Check the disk, or choose another folder with --out.",
          e);
    }
  }

  static ObjectNode body() {
    return Json.object();
  }
}
