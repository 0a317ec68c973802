package io.salus.records.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An object a row, with every column, null too: as lines (NDJSON), or as one array. */
final class JsonOutput implements RowOutput<byte[]> {
  private final OutputStream out;
  private final SerializedString[] names;
  private final JsonFactory json;
  private final boolean array;
  private boolean begun;

  static JsonOutput lines(View view, OutputStream out) {
    return new JsonOutput(view, out, false);
  }

  static JsonOutput array(View view, OutputStream out) {
    return new JsonOutput(view, out, true);
  }

  private JsonOutput(View view, OutputStream out, boolean array) {
    this.out = out;
    this.array = array;
    this.names =
        view.columns().stream()
            .map(column -> new SerializedString(column.name()))
            .toArray(SerializedString[]::new);
    // The mapper gives the factory what writes trees.
    this.json =
        new ObjectMapper(JsonFactory.builder().build().setRootValueSeparator(array ? ",\n" : "\n"))
            .getFactory();
  }

  @Override
  public RowEncoder<byte[]> encoder() {
    return new Encoder();
  }

  @Override
  public void write(byte[] rows) throws IOException {
    if (rows.length == 0) {
      return;
    }
    if (array) {
      out.write((begun ? ",\n" : "[").getBytes(StandardCharsets.UTF_8));
    }
    begun = true;
    out.write(rows);
    if (!array) {
      out.write('\n');
    }
  }

  @Override
  public void finish() throws IOException {
    if (array) {
      out.write((begun ? "]" : "[]").getBytes(StandardCharsets.UTF_8));
    }
  }

  private final class Encoder implements RowEncoder<byte[]> {
    private final ByteArrayBuilder bytes = new ByteArrayBuilder();
    private JsonGenerator generator = generator();

    @Override
    public void add(@Nullable JsonNode[] row) {
      try {
        generator.writeStartObject();
        for (int i = 0; i < names.length; i++) {
          generator.writeFieldName(names[i]);
          write(row[i]);
        }
        generator.writeEndObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public byte[] take() {
      try {
        generator.close();
        byte[] rows = bytes.toByteArray();
        bytes.reset();
        generator = generator();
        return rows;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private JsonGenerator generator() {
      try {
        return json.createGenerator(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void write(@Nullable JsonNode value) throws IOException {
      switch (value) {
        case null -> generator.writeNull();
        case TextNode text -> generator.writeString(text.textValue());
        case DecimalNode decimal -> generator.writeNumber(decimal.decimalValue());
        case JsonNode other -> generator.writeTree(other);
      }
    }
  }
}
