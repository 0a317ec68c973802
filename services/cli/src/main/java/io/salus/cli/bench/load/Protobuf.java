package io.salus.cli.bench.load;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Requests of a few texts, so that the command line needs no generated code for them. */
public final class Protobuf {
  private static final int LENGTH_DELIMITED = 2;

  private Protobuf() {}

  /** A message whose fields 1, 2 and so on are texts or bytes. */
  public static byte[] message(String... fields) {
    var out = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i++) {
      byte[] content = fields[i].getBytes(StandardCharsets.UTF_8);
      out.write(((i + 1) << 3) | LENGTH_DELIMITED);
      int length = content.length;
      while (length >= 128) {
        out.write((length & 127) | 128);
        length >>= 7;
      }
      out.write(length);
      out.writeBytes(content);
    }
    return out.toByteArray();
  }
}
