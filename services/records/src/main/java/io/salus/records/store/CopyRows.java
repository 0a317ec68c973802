package io.salus.records.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows in the binary format of PostgreSQL's COPY. */
final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int OID_OF_BIGINT = 20;

  private ByteBuffer buffer = ByteBuffer.allocate(1 << 18);
  private long rows;

  CopyRows() {
    buffer.put(SIGNATURE);
  }

  CopyRows row(int columns) {
    rows++;
    room(2);
    buffer.putShort((short) columns);
    return this;
  }

  CopyRows bigint(long value) {
    room(12);
    buffer.putInt(8).putLong(value);
    return this;
  }

  CopyRows smallint(int value) {
    room(6);
    buffer.putInt(2).putShort((short) value);
    return this;
  }

  CopyRows text(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    room(4 + bytes.length);
    buffer.putInt(bytes.length).put(bytes);
    return this;
  }

  CopyRows bigints(long[] values) {
    room(24 + 12 * values.length);
    if (values.length == 0) {
      buffer.putInt(12).putInt(0).putInt(0).putInt(OID_OF_BIGINT);
      return this;
    }
    buffer.putInt(20 + 12 * values.length).putInt(1).putInt(0).putInt(OID_OF_BIGINT);
    buffer.putInt(values.length).putInt(1);
    for (long value : values) {
      buffer.putInt(8).putLong(value);
    }
    return this;
  }

  /** Sends them. */
  void into(Connection connection, String copy) throws SQLException {
    if (rows == 0) {
      return;
    }
    room(2);
    buffer.putShort((short) -1);
    CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
    try {
      in.writeToCopy(buffer.array(), 0, buffer.position());
      in.endCopy();
    } finally {
      if (in.isActive()) {
        in.cancelCopy();
      }
    }
  }

  private void room(int bytes) {
    if (buffer.remaining() < bytes) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + bytes);
      buffer = ByteBuffer.wrap(Arrays.copyOf(buffer.array(), size)).position(buffer.position());
    }
  }
}
