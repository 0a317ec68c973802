package io.salus.service.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryObjectStoreTest {
  private static final byte[] BYTES = "table".getBytes(StandardCharsets.UTF_8);
  @TempDir Path root;

  @Test
  void keepsAFileUnderItsKeyForGood() throws IOException {
    ObjectStore store = new DirectoryObjectStore(Optional.of(root));
    store.put("snapshots/a.parquet", draft(store));

    assertArrayEquals(BYTES, store.open("snapshots/a.parquet").readAllBytes());
    try (var rest = store.open("snapshots/a.parquet", 2)) {
      assertArrayEquals("ble".getBytes(StandardCharsets.UTF_8), rest.readAllBytes());
    }
    Path second = draft(store);
    assertThrows(FileAlreadyExistsException.class, () -> store.put("snapshots/a.parquet", second));
  }

  @Test
  void aKeyCannotLeaveTheStore() throws IOException {
    ObjectStore store = new DirectoryObjectStore(Optional.of(root));
    for (String key :
        new String[] {"../x", "a/../../x", "/etc/passwd", "", "a//b", ".hidden", "a/."}) {
      assertThrows(IllegalArgumentException.class, () -> store.open(key), key);
    }
    assertThrows(NoSuchFileException.class, () -> store.open("none"));
  }

  private static Path draft(ObjectStore store) throws IOException {
    Path draft = store.draft();
    Files.write(draft, BYTES);
    return draft;
  }
}
