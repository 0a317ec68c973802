package io.salus.records.binary;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Base64StreamTest {
  @Test
  void encodesAStreamAsOnePiece() throws IOException {
    byte[] content = new byte[100_001];
    new Random(1).nextBytes(content);

    byte[] encoded = new Base64Stream(new ByteArrayInputStream(content)).readAllBytes();

    assertEquals(
        Base64.getEncoder().encodeToString(content),
        new String(encoded, StandardCharsets.US_ASCII));
  }
}
