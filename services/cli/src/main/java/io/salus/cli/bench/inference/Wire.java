package io.salus.cli.bench.inference;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Messages in Protocol Buffers' wire format, written field by field. */
final class Wire {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  static byte[] message(Consumer<Wire> fields) {
    Wire wire = new Wire();
    fields.accept(wire);
    return wire.out.toByteArray();
  }

  Wire number(int field, long value) {
    varint((long) field << 3 | VARINT);
    varint(value);
    return this;
  }

  Wire text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Wire bytes(int field, byte[] value) {
    varint((long) field << 3 | LENGTH_DELIMITED);
    varint(value.length);
    out.writeBytes(value);
    return this;
  }

  Wire inner(int field, Consumer<Wire> fields) {
    return bytes(field, message(fields));
  }

  Wire decimal(int field, float value) {
    varint((long) field << 3 | FIXED32);
    out.writeBytes(littleEndian(value));
    return this;
  }

  /** Many numbers in one field. */
  Wire packed(int field, long... values) {
    Wire inner = new Wire();
    for (long value : values) {
      inner.varint(value);
    }
    return bytes(field, inner.out.toByteArray());
  }

  static byte[] littleEndian(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~127L) != 0) {
      out.write((int) ((rest & 127) | 128));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
