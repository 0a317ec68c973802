package io.salus.records.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV (RFC 4180) with a comma and LF. No value is an empty field, an empty text is {@code ""}; what
 * is no plain value is its JSON.
 */
final class CsvOutput implements RowOutput<byte[]> {
  private final OutputStream out;

  CsvOutput(View view, OutputStream out, boolean header) throws IOException {
    this.out = out;
    if (header) {
      // Names of columns are letters, digits and underscores.
      var names = view.columns().stream().map(Column::name).collect(Collectors.joining(","));
      out.write((names + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public RowEncoder<byte[]> encoder() {
    return new Encoder();
  }

  @Override
  public void write(byte[] rows) throws IOException {
    out.write(rows);
  }

  @Override
  public void finish() {}

  private static final class Encoder implements RowEncoder<byte[]> {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void add(@Nullable JsonNode[] row) {
      for (int i = 0; i < row.length; i++) {
        if (i > 0) {
          text.append(',');
        }
        append(text, row[i]);
      }
      text.append('\n');
    }

    @Override
    public byte[] take() {
      byte[] rows = text.toString().getBytes(StandardCharsets.UTF_8);
      text.setLength(0);
      return rows;
    }
  }

  private static void append(StringBuilder text, @Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return;
    }
    var field = value.isValueNode() ? value.asText() : value.toString();
    if (!needsQuotes(field)) {
      text.append(field);
      return;
    }
    text.append('"');
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      text.append(c == '"' ? "\"\"" : String.valueOf(c));
    }
    text.append('"');
  }

  private static boolean needsQuotes(String field) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"' || c == ',' || c == '\n' || c == '\r') {
        return true;
      }
    }
    return field.isEmpty();
  }
}
