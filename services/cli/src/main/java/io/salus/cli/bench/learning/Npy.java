package io.salus.cli.bench.learning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Arrays of 64-bit floats in NumPy's file format 1.0 (NEP 1), little endian, by rows. */
final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  private Npy() {}

  static void write(Path file, double[][] rows) throws IOException {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    write(file, rows.length + ", " + rows[0].length, flat);
  }

  static void write(Path file, double[] values) throws IOException {
    write(file, values.length + ",", values);
  }

  private static void write(Path file, String shape, double[] values) throws IOException {
    String header = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + shape + "), }";
    int padded = (MAGIC.length + 2 + header.length() + 1 + 63) / 64 * 64;
    header = header + " ".repeat(padded - MAGIC.length - 3 - header.length()) + "\n";
    byte[] bytes = new byte[padded + 8 * values.length];
    ByteBuffer out = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.put(MAGIC)
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII));
    out.asDoubleBuffer().put(values);
    Files.write(file, bytes);
  }

  /** A flat array of 64-bit floats. */
  static double[] read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = in.getShort(MAGIC.length);
    String description = new String(bytes, MAGIC.length + 2, header, StandardCharsets.US_ASCII);
    if (!description.contains("'<f8'")) {
      throw new IOException(file + " does not hold 64-bit floats");
    }
    in.position(MAGIC.length + 2 + header);
    double[] values = new double[in.remaining() / 8];
    in.asDoubleBuffer().get(values);
    return values;
  }
}
