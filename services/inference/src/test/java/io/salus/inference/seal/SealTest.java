package io.salus.inference.seal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.errors.AppException.Unprocessable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
  private static final byte[] TEXT = "systolic 171".getBytes(StandardCharsets.UTF_8);
  private final Seal seal = new Seal(List.of(key(1)));

  private static byte[] key(int seed) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) seed);
    return key;
  }

  @Test
  void opensForTheSameTenantAtTheSamePlaceOnly() {
    byte[] sealed = seal.close("clinic", "row-1/inputs", TEXT);
    assertArrayEquals(TEXT, seal.open("clinic", "row-1/inputs", sealed));
    assertThrows(Unprocessable.class, () -> seal.open("other", "row-1/inputs", sealed));
    assertThrows(Unprocessable.class, () -> seal.open("clinic", "row-2/inputs", sealed));
    assertThrows(Unprocessable.class, () -> seal.open("clinic", "row-1/inputs", TEXT));
  }

  @Test
  void showsNothingAndNoticesEveryChange() {
    byte[] sealed = seal.close("clinic", "row", TEXT);
    assertFalse(new String(sealed, StandardCharsets.ISO_8859_1).contains("171"));
    assertFalse(Arrays.equals(sealed, seal.close("clinic", "row", TEXT)));
    for (int i = 5; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThrows(Unprocessable.class, () -> seal.open("clinic", "row", changed));
    }
  }

  @Test
  void keyFilesCanComeLater(@TempDir Path folder) throws IOException {
    Path internal = Files.writeString(folder.resolve("internal.key"), text(key(7)));
    Path file = Files.writeString(folder.resolve("seal.key"), text(key(8)));
    byte[] before = new Seal(Seal.keys(List.of(), internal)).close("clinic", "row", TEXT);
    Seal after = new Seal(Seal.keys(List.of(file), internal));

    assertArrayEquals(TEXT, after.open("clinic", "row", before));
    byte[] fresh = after.close("clinic", "row", TEXT);
    assertArrayEquals(TEXT, new Seal(List.of(key(8))).open("clinic", "row", fresh));
  }

  private static String text(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  @Test
  void aKeyCanBeChanged() {
    byte[] old = seal.close("clinic", "row", TEXT);
    Seal changed = new Seal(List.of(key(2), key(1)));
    assertArrayEquals(TEXT, changed.open("clinic", "row", old));
    byte[] fresh = changed.close("clinic", "row", TEXT);
    assertThrows(Unavailable.class, () -> seal.open("clinic", "row", fresh));
  }
}
