package io.salus.cli.bench.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DjlRequestsTest {
  /**
   * What {@code new NDList(manager.create(new float[] {1, 2, 3}, new Shape(1, 3))).encode()} is.
   */
  @Test
  void writesListsAsDjlDoes() {
    assertEquals(
        "0000000100044e4441520000000300000544454e53450007464c4f41543332"
            + "000000020000000000000001000000000000000300000002003f003f"
            + "3c0000000c0000803f0000004000004040",
        HexFormat.of().formatHex(DjlRequests.list(new float[] {1, 2, 3}, List.of(1L, 3L))));
  }
}
