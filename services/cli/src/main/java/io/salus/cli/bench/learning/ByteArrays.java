package io.salus.cli.bench.learning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Arrays of bytes in a zip file of NumPy's (.npz), without their shapes. */
final class ByteArrays {
  private static final int LENGTH_AT = 8;

  private ByteArrays() {}

  static Map<String, byte[]> of(Path file) throws IOException {
    Map<String, byte[]> arrays = new HashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] whole = zip.readAllBytes();
        int header =
            ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getShort(LENGTH_AT) & 0xffff;
        int begin = LENGTH_AT + 2 + header;
        String description = new String(whole, 0, begin, StandardCharsets.ISO_8859_1);
        if (description.contains("'|u1'")) {
          arrays.put(
              entry.getName().replace(".npy", ""), Arrays.copyOfRange(whole, begin, whole.length));
        }
      }
    }
    return arrays;
  }

  static byte[] require(Map<String, byte[]> arrays, String name) throws IOException {
    byte[] array = arrays.get(name);
    if (array == null) {
      throw new IOException("the file has no bytes called " + name);
    }
    return array;
  }
}
