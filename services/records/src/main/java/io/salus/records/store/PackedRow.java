package io.salus.records.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as it comes packed with many others in one value, which costs PostgreSQL and the driver
 * less than half of what rows of their own do.
 *
 * @param updated microseconds since 2000
 * @param body null when it is large: then it comes alone, so that many of them never meet
 */
record PackedRow(
    long rid, int version, long updated, String method, String id, @Nullable Body body) {
  /** What packs rows of {@code resource r}. */
  static final String PACK =
      """
      string_agg(record_send((r.rid, r.version, r.last_updated, r.method, r.id,
        case when octet_length(r.body) <= 8192 then r.body end)), '')\
      """;

  private static final Comparator<PackedRow> OLDEST_FIRST =
      Comparator.comparingLong(PackedRow::updated).thenComparingLong(PackedRow::rid);

  private static final Instant YEAR_2000 = Instant.parse("2000-01-01T00:00:00Z");
  private static final int COUNT_OF_COLUMNS = 4;
  private static final int TYPE_OF_COLUMN = 4;

  /** In the order of update and number. */
  static List<PackedRow> unpack(byte[] packed) {
    ByteBuffer in = ByteBuffer.wrap(packed);
    List<PackedRow> rows = new ArrayList<>();
    while (in.hasRemaining()) {
      in.position(in.position() + COUNT_OF_COLUMNS);
      rows.add(row(in));
    }
    rows.sort(OLDEST_FIRST);
    return rows;
  }

  StoredVersion of(String type, Body present) {
    OffsetDateTime time = YEAR_2000.plus(updated, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    return new StoredVersion(type, id, version, time, method, present);
  }

  private static PackedRow row(ByteBuffer in) {
    length(in);
    long rid = in.getLong();
    length(in);
    int version = in.getInt();
    length(in);
    long updated = in.getLong();
    String method = new String(bytes(in, length(in)), StandardCharsets.UTF_8);
    String id = new String(bytes(in, length(in)), StandardCharsets.UTF_8);
    int body = length(in);
    return new PackedRow(
        rid, version, updated, method, id, body < 0 ? null : Body.stored(bytes(in, body)));
  }

  /** Of the next column; -1 when it is null. */
  private static int length(ByteBuffer in) {
    in.position(in.position() + TYPE_OF_COLUMN);
    return in.getInt();
  }

  private static byte[] bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
