package io.salus.synthesis.files;

import io.salus.learning.table.Column;
import io.salus.synthesis.population.Population;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** RFC 4180: a header, lines that end in CR LF, quotes where they are needed; UTF-8. */
public final class CsvFile {
  private static final String END = "\r\n";

  private CsvFile() {}

  /** Writes all rows; missing values are empty. */
  public static void write(Population population, Path file) throws IOException {
    List<Column> columns = population.columns();
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      out.write(columns.stream().map(c -> quoted(c.name())).collect(Collectors.joining(",")));
      out.write(END);
      for (int row = 0; row < population.rows(); row++) {
        for (int column = 0; column < columns.size(); column++) {
          out.write(column == 0 ? "" : ",");
          out.write(quoted(Cells.text(columns.get(column), row)));
        }
        out.write(END);
      }
    }
  }

  private static String quoted(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
