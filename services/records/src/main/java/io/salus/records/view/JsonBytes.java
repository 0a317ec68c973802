package io.salus.records.view;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Where parts of valid JSON without spaces end; eight bytes at a time inside of strings. */
final class JsonBytes {
  private static final JsonFactory JSON = new JsonFactory();

  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';

  private JsonBytes() {}

  /**
   * Place of the quote that ends a string.
   *
   * @param from behind the quote that begins it
   */
  static int endOfString(byte[] json, int from) {
    int at = from;
    while (at + Long.BYTES <= json.length) {
      long eight = (long) EIGHT.get(json, at);
      long found = zeros(eight ^ QUOTES) | zeros(eight ^ BACKSLASHES);
      if (found == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (json[at] == '"') {
        return at;
      }
      at += 2;
    }
    while (json[at] != '"') {
      at += json[at] == '\\' ? 2 : 1;
    }
    return at;
  }

  /** Place behind a value. */
  static int endOfValue(byte[] json, int from) {
    int at = from;
    int depth = 0;
    do {
      switch (json[at]) {
        case '"' -> at = endOfString(json, at + 1);
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {
          if (depth == 0) {
            return endOfWord(json, at);
          }
        }
      }
      at++;
    } while (depth > 0);
    return at;
  }

  /** The text between two quotes. */
  static String text(byte[] json, int from, int to) {
    for (int at = from; at < to; at++) {
      if (json[at] == '\\') {
        return escaped(json, from - 1, to + 1);
      }
    }
    return new String(json, from, to - from, StandardCharsets.UTF_8);
  }

  private static String escaped(byte[] json, int from, int to) {
    try (JsonParser parser = JSON.createParser(json, from, to - from)) {
      return parser.nextTextValue();
    } catch (IOException e) {
      throw new UncheckedIOException("a stored resource is no JSON", e);
    }
  }

  /** Of a number, true, false or null. */
  private static int endOfWord(byte[] json, int from) {
    int at = from;
    while (json[at] != ',' && json[at] != '}' && json[at] != ']') {
      at++;
    }
    return at;
  }

  /**
   * The highest bit of each byte that is zero; also of bytes of one above a zero byte, which never
   * are the first found.
   */
  private static long zeros(long eight) {
    return (eight - ONES) & ~eight & HIGHS;
  }
}
