package io.salus.cli.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Headers of requests that are all alike (RFC 7541, without Huffman coding). */
final class Hpack {
  /** Places in the static table, appendix A. */
  static final int AUTHORITY = 1;

  static final int METHOD_POST = 3;
  static final int PATH = 4;
  static final int SCHEME_HTTP = 6;
  static final int AUTHORIZATION = 23;
  static final int CONTENT_TYPE = 31;

  private static final int STATIC_ENTRIES = 61;
  private static final int INDEXED = 0x80;
  private static final int REMEMBERED = 0x40;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final List<Integer> fromStaticTable = new ArrayList<>();
  private int remembered;

  /** A whole field of the static table. */
  Hpack indexed(int field) {
    out.write(INDEXED | field);
    fromStaticTable.add(field);
    return this;
  }

  /** A value that the server shall keep, under a name of the static table. */
  Hpack remembered(int name, String value) {
    out.write(REMEMBERED | name);
    text(value);
    remembered++;
    return this;
  }

  /** A name and a value that the server shall keep. */
  Hpack remembered(String name, String value) {
    out.write(REMEMBERED);
    text(name);
    text(value);
    remembered++;
    return this;
  }

  /** The headers of the first request. */
  byte[] bytes() {
    return out.toByteArray();
  }

  /** The same headers once the server knows them: the newest stands first in its table. */
  byte[] again() {
    var brief = new ByteArrayOutputStream();
    fromStaticTable.forEach(field -> brief.write(INDEXED | field));
    for (int i = remembered; i > 0; i--) {
      brief.write(INDEXED | STATIC_ENTRIES + i);
    }
    return brief.toByteArray();
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    // An integer with a prefix of seven bits.
    if (bytes.length < 127) {
      out.write(bytes.length);
    } else {
      out.write(127);
      int rest = bytes.length - 127;
      while (rest >= 128) {
        out.write((rest & 127) | 128);
        rest >>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }
}
