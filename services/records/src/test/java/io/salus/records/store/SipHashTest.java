package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SipHashTest {
  /** The vectors of the paper's reference code: key 00..0f, input 00..(length - 1). */
  @Test
  void agreesWithTheReferenceVectors() {
    assertEquals(0x726fdb47dd0e0e31L, hashOfLength(0));
    assertEquals(0x74f839c593dc67fdL, hashOfLength(1));
    assertEquals(0xa129ca6149be45e5L, hashOfLength(15));
  }

  private static long hashOfLength(int length) {
    byte[] input = new byte[length];
    for (int i = 0; i < length; i++) {
      input[i] = (byte) i;
    }
    return SipHash.hash(0x0706050403020100L, 0x0f0e0d0c0b0a0908L, input);
  }
}
