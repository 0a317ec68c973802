package io.salus.records.store;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.service.errors.AppException.InvalidInput;
import java.io.IOException;
import java.io.UncheckedIOException;

/** FHIR JSON: decimals keep every digit, and a property that comes twice is an error. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Json() {}

  /** The object that the bytes are. Throws {@link InvalidInput} with the place, never the text. */
  public static ObjectNode parse(byte[] bytes) {
    try {
      if (MAPPER.readTree(bytes) instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidInput("The body must be a JSON object.");
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new InvalidInput(
          at == null
              ? "The body is not valid JSON."
              : "The body is not valid JSON: line "
                  + at.getLineNr()
                  + ", column "
                  + at.getColumnNr()
                  + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A text as a JSON string. */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** UTF-8. */
  public static byte[] print(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can always be printed", e);
    }
  }
}
