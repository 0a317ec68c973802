package io.salus.records.terminology;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * R4's own code systems and value sets, those of HL7 v2 and v3 included: a file of 2 MB that the
 * build writes and that is read when the first of them is asked for.
 */
final class StandardDefinitions {
  static final String FILE = "r4-terminology.bin";

  /** Better than the fastest by a third, and only the build pays for it. */
  private static final int LEVEL = 19;

  /** A definition as it lies in the file. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and nobody else gets hold of it
  private record Packed(String version, int size, byte[] bytes) {}

  private static final class Loaded {
    static final Map<String, Packed> ALL = load();
  }

  private StandardDefinitions() {}

  /** A definition of the standard in JSON. */
  static Optional<byte[]> find(String type, Canonical canonical) {
    Packed packed = Loaded.ALL.get(type + " " + canonical.url());
    String version = canonical.version();
    if (packed == null || (version != null && !version.equals(packed.version()))) {
      return Optional.empty();
    }
    return Optional.of(Zstd.decompress(packed.bytes(), packed.size()));
  }

  private static Map<String, Packed> load() {
    try (InputStream file = StandardDefinitions.class.getResourceAsStream("/" + FILE)) {
      if (file == null) {
        throw new IllegalStateException(
            FILE + " is missing: build the module with Maven, which compiles it");
      }
      DataInputStream in = new DataInputStream(file);
      int count = in.readInt();
      Map<String, Packed> all = HashMap.newHashMap(count);
      for (int i = 0; i < count; i++) {
        String key = in.readUTF();
        String version = in.readUTF();
        int size = in.readInt();
        all.put(key, new Packed(version, size, in.readNBytes(in.readInt())));
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes such a file. */
  static final class Writer {
    private final Map<String, Packed> all = new java.util.TreeMap<>();

    /** Of equal urls the first counts. */
    void add(String type, String url, String version, byte[] json) {
      all.putIfAbsent(
          type + " " + url, new Packed(version, json.length, Zstd.compress(json, LEVEL)));
    }

    byte[] file() throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(all.size());
      for (Map.Entry<String, Packed> entry : all.entrySet()) {
        out.writeUTF(entry.getKey());
        out.writeUTF(entry.getValue().version());
        out.writeInt(entry.getValue().size());
        out.writeInt(entry.getValue().bytes().length);
        out.write(entry.getValue().bytes());
      }
      return bytes.toByteArray();
    }
  }
}
