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
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

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
    if (parseAny(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new InvalidInput("The body must be a JSON object.");
  }

  /** The same for any JSON value. */
  public static JsonNode parseAny(byte[] bytes) {
    requireUtf8(bytes);
    try {
      return MAPPER.readTree(bytes);
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

  /** Jackson also reads UTF-16 and UTF-32, and lets overlong forms of characters pass. */
  private static void requireUtf8(byte[] bytes) {
    if (isPlain(bytes)) {
      return;
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8192);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (result.isError()) {
      throw new InvalidInput("The body is not UTF-8: byte " + in.position() + ".");
    }
    // Every other form of JSON has one byte of the first two at zero.
    if (bytes.length > 1 && (bytes[0] == 0 || bytes[1] == 0)) {
      throw new InvalidInput("The body is not UTF-8.");
    }
  }

  /** ASCII without a zero in front, as most is: a decoder would take more room than the tree. */
  private static boolean isPlain(byte[] bytes) {
    int all = 0;
    for (byte b : bytes) {
      all |= b;
    }
    return all >= 0 && bytes.length > 1 && bytes[0] != 0 && bytes[1] != 0;
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
