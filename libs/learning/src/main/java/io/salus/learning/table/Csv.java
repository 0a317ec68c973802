package io.salus.learning.table;

import io.salus.learning.UnusableDataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A CSV file with a heading (RFC 4180), as text. */
public final class Csv {
  private static final int LONGEST_CELL = 1 << 20;
  private static final int MOST_COLUMNS = 5000;
  private static final int MOST_CELLS = 100_000_000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";
  private final List<String> header;
  private final List<List<String>> columns;
  private final List<Integer> lines;

  private Csv(List<String> header, List<List<String>> columns, List<Integer> lines) {
    this.header = header;
    this.columns = columns;
    this.lines = lines;
  }

  /**
   * Reads all lines.
   *
   * @throws UnusableDataException when a line has more or fewer cells than the heading, a column
   *     has no name or two have the same, or there is more than fits into memory
   */
  public static Csv read(Reader reader) throws IOException {
    Parser parser = new Parser(new BufferedReader(reader));
    List<String> header = heading(parser);
    List<List<String>> columns = new ArrayList<>();
    List<Map<String, String>> known = new ArrayList<>();
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      columns.add(new ArrayList<>());
      known.add(new HashMap<>());
    }
    for (List<String> line = parser.line(); !line.isEmpty(); line = parser.line()) {
      if (line.size() != header.size()) {
        throw new UnusableDataException(
            "line " + parser.begin + " has " + line.size() + " cells, not " + header.size());
      }
      lines.add(parser.begin);
      if ((long) lines.size() * header.size() > MOST_CELLS) {
        throw new UnusableDataException("it has more than " + MOST_CELLS + " cells");
      }
      for (int i = 0; i < line.size(); i++) {
        // The same text is kept once a column.
        String cell = line.get(i);
        columns.get(i).add(known.get(i).computeIfAbsent(cell, text -> text));
      }
    }
    return new Csv(List.copyOf(header), columns, lines);
  }

  /** Reads the names of the columns alone; refuses as {@link #read} does. */
  public static List<String> heading(Reader reader) throws IOException {
    return heading(new Parser(new BufferedReader(reader)));
  }

  private static List<String> heading(Parser parser) throws IOException {
    List<String> header = parser.line();
    if (!header.isEmpty() && header.getFirst().startsWith(BYTE_ORDER_MARK)) {
      header.set(0, header.getFirst().substring(BYTE_ORDER_MARK.length()));
    }
    if (header.size() > MOST_COLUMNS) {
      throw new UnusableDataException(
          "it has " + header.size() + " columns, more than " + MOST_COLUMNS);
    }
    if (header.isEmpty()
        || header.contains("")
        || header.stream().distinct().count() < header.size()) {
      throw new UnusableDataException("the first line does not name every column once");
    }
    return header;
  }

  public List<String> header() {
    return header;
  }

  public int rows() {
    return columns.getFirst().size();
  }

  /** The line of the file that a row begins on; the heading is on the first. */
  public int line(int row) {
    return lines.get(row);
  }

  /**
   * Cells of a column.
   *
   * @throws UnusableDataException when there is none of this name
   */
  public List<String> column(String name) {
    int at = header.indexOf(name);
    if (at < 0) {
      throw new UnusableDataException(
          "the table has no column " + name + "; it has " + String.join(", ", header));
    }
    return List.copyOf(columns.get(at));
  }

  /** Cells of one line after the other. */
  private static final class Parser {
    private final BufferedReader in;
    private int lines;
    private int begin;

    Parser(BufferedReader in) {
      this.in = in;
    }

    /** The next line that is not empty; no cells at the end of the file. */
    List<String> line() throws IOException {
      List<String> cells = new ArrayList<>();
      StringBuilder cell = new StringBuilder();
      boolean quoted = false;
      boolean any = false;
      lines++;
      begin = lines;
      while (true) {
        int c = in.read();
        if (cell.length() > LONGEST_CELL) {
          throw new UnusableDataException("line " + begin + " has a cell without an end");
        }
        if (c < 0 && quoted) {
          throw new UnusableDataException("line " + begin + " has a quote without an end");
        }
        if (quoted) {
          if (c != '"') {
            lines += c == '\n' ? 1 : 0;
            cell.append((char) c);
          } else if (next() == '"') {
            in.read();
            cell.append('"');
          } else {
            quoted = false;
          }
        } else if (c == '"' && cell.isEmpty()) {
          quoted = true;
          any = true;
        } else if (c == ',') {
          cells.add(cell.toString());
          cell.setLength(0);
          any = true;
        } else if (c == '\n' || c < 0) {
          if (any || !cell.isEmpty()) {
            cells.add(cell.toString());
            return cells;
          }
          if (c < 0) {
            return cells;
          }
          lines++;
          begin = lines;
        } else if (c != '\r' || next() != '\n') {
          cell.append((char) c);
        }
      }
    }

    private int next() throws IOException {
      in.mark(1);
      int c = in.read();
      in.reset();
      return c;
    }
  }
}
