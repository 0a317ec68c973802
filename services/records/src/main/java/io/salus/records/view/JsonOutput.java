package io.salus.records.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
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
  public Function<List<@Nullable JsonNode[]>, byte[]> encoder() {
    return rows -> {
      try (var bytes = new ByteArrayBuilder(rows.size() * 128);
          var generator = json.createGenerator(bytes)) {
        for (var row : rows) {
          write(generator, row);
        }
        generator.flush();
        return bytes.toByteArray();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
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

  private void write(JsonGenerator generator, @Nullable JsonNode[] row) throws IOException {
    generator.writeStartObject();
    for (int i = 0; i < names.length; i++) {
      generator.writeFieldName(names[i]);
      var value = row[i];
      switch (value) {
        case null -> generator.writeNull();
        case JsonNode text when text.isTextual() -> generator.writeString(text.textValue());
        case JsonNode other -> generator.writeTree(other);
      }
    }
    generator.writeEndObject();
  }
}
