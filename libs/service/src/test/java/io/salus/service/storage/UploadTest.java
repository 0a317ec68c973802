package io.salus.service.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.service.errors.AppException.TooLarge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadTest {
  @TempDir Path folder;

  @Test
  void countsAndHashesWhatComes() throws IOException {
    try (Upload upload = new Upload(folder.resolve("a"), 5)) {
      upload.add(new byte[] {'a', 'b'});
      upload.add(new byte[] {'c'});

      assertEquals("abc", Files.readString(upload.finish()));
      assertEquals(3, upload.bytes());
      assertEquals(
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", upload.sha256());
    }
  }

  @Test
  void refusesMoreThanTheLimitAndLeavesNothing() throws IOException {
    Path file = folder.resolve("b");
    try (Upload upload = new Upload(file, 5)) {
      upload.add(new byte[5]);

      assertThrows(TooLarge.class, () -> upload.add(new byte[1]));
    }
    assertFalse(Files.exists(file));
  }
}
