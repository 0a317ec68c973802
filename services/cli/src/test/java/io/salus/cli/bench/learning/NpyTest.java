package io.salus.cli.bench.learning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyTest {
  @TempDir Path folder;

  @Test
  void writesWhatItReads() throws IOException {
    Path file = folder.resolve("x.npy");

    Npy.write(file, new double[][] {{1, Double.NaN}, {-3.5, 4}});

    assertArrayEquals(new double[] {1, Double.NaN, -3.5, 4}, Npy.read(file), 0);
    // The format wants the data to begin at a multiple of 64.
    assertEquals(0, (Files.size(file) - 4 * 8) % 64);
  }
}
