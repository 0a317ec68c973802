package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
  private static final byte[] OBSERVATION =
      ",\"profile\":[\"http://hl7.org/fhir/StructureDefinition/vitalsigns\"]},\"status\":\"final\",\"category\":[{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/observation-category\",\"code\":\"vital-signs\"}]}],\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"29463-7\",\"display\":\"Body Weight\"}]}}"
          .getBytes(StandardCharsets.UTF_8);

  @Test
  void givesBackWhatItPacked() {
    byte[] packed = Compression.pack(OBSERVATION);

    assertArrayEquals(OBSERVATION, Compression.unpack(new byte[0], packed));
  }

  @Test
  void knowsWhatObservationsLookLike() {
    assertTrue(Compression.pack(OBSERVATION).length < OBSERVATION.length / 4);
  }

  @Test
  void readsBodiesFromBeforeTheDictionary() {
    byte[] frame = Zstd.compress(OBSERVATION);
    byte[] stored = new byte[4 + frame.length];
    stored[0] = 1;
    System.arraycopy(frame, 0, stored, 4, frame.length);

    assertArrayEquals(OBSERVATION, Compression.unpack(new byte[0], stored));
  }

  /** The lengths around which a frame tells its own in one byte more. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 255, 256, 65_791, 65_792, 200_000})
  void givesBackContentOfAnyLength(int length) {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    byte[] frame = Zstd.compress(content);
    byte[] plain = new byte[4 + frame.length];
    plain[0] = 1;
    System.arraycopy(frame, 0, plain, 4, frame.length);

    assertArrayEquals(content, Compression.unpack(new byte[0], Compression.pack(content)));
    assertArrayEquals(content, Compression.unpack(new byte[0], plain));
  }

  @Test
  void usesARoomAgainThatIsLargeEnough() {
    byte[] packed = Compression.pack(OBSERVATION);
    byte[] room = Compression.unpack(new byte[] {'{'}, packed, new byte[10]);

    assertEquals('{', room[0]);
    assertArrayEquals(OBSERVATION, Arrays.copyOfRange(room, 1, 1 + OBSERVATION.length));
    assertSame(room, Compression.unpack(new byte[0], packed, room));
    assertArrayEquals(OBSERVATION, Arrays.copyOf(room, OBSERVATION.length));
  }

  @Test
  void refusesFormsThatItDoesNotKnow() {
    byte[] packed = Compression.pack(OBSERVATION);
    packed[1] = 2;

    assertThrows(IllegalStateException.class, () -> Compression.unpack(new byte[0], packed));
  }
}
