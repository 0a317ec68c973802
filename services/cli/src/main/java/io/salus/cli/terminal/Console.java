package io.salus.cli.terminal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;

/**
 * Answers go to standard output, as text or as one JSON document; progress and errors go to
 * standard error, so that output can always be piped.
 */
public final class Console {
  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean terminal;

  public Console(PrintStream out, PrintStream err, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.terminal = terminal;
  }

  /** The process' own streams. */
  public static Console standard(boolean json) {
    return new Console(System.out, System.err, json, Boolean.getBoolean("salus.terminal"));
  }

  /** The answer of a command, in the form the user asked for. */
  public void answer(JsonNode machine, String human) {
    if (json) {
      out.println(print(machine));
    } else if (!human.isEmpty()) {
      out.println(human);
    }
    out.flush();
  }

  /** A remark beside the answer. */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  public Progress progress(String title, long total, String unit) {
    return new Progress(err, terminal, title, total, unit);
  }

  public void failure(Failure failure) {
    if (json) {
      var error = Json.object();
      error
          .putObject("error")
          .put("message", failure.sentence())
          .put("remedy", failure.remedy())
          .put("exit", failure.exit().code());
      out.println(print(error));
    }
    err.println("salus: " + failure.sentence());
    if (!failure.remedy().isEmpty()) {
      err.println(failure.remedy());
    }
    err.flush();
  }

  /** Columns padded to the widest cell; the first row is the heading. */
  public static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    var text = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).repeat(" ", widths[i] - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString().stripTrailing();
  }

  private static String print(JsonNode node) {
    try {
      return Json.MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
