package io.salus.records.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Rows of number, updated, version, id, method and body in PostgreSQL's binary COPY format, a
 * message a row (postgresql.org/docs/current/sql-copy.html, "Binary Format").
 */
final class CopiedRows {
  private static final int SIGNATURE_AND_FLAGS = 11 + 4;

  private final String type;
  private boolean begun;

  CopiedRows(String type) {
    this.type = type;
  }

  void read(byte[] message, ResourceScan.Sink sink) {
    ByteBuffer in = ByteBuffer.wrap(message);
    if (!begun) {
      begun = true;
      in.position(SIGNATURE_AND_FLAGS);
      in.position(in.position() + 4 + in.getInt(in.position()));
    }
    if (in.remaining() < 2 || in.getShort() < 0) {
      return; // the header alone, or the end
    }
    in.getInt();
    long rid = in.getLong();
    in.getInt();
    long updated = in.getLong();
    in.getInt();
    int version = in.getInt();
    String id = text(in);
    String method = text(in);
    byte[] body = new byte[in.getInt()];
    in.get(body);
    sink.accept(
        rid,
        new StoredVersion(
            type,
            id,
            version,
            Instant.ofEpochSecond(
                    Math.floorDiv(updated, 1_000_000L), Math.floorMod(updated, 1_000_000L) * 1000)
                .atOffset(ZoneOffset.UTC),
            method,
            Body.stored(body)));
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
