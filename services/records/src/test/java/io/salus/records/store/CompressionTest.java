package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

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

  @Test
  void refusesFormsThatItDoesNotKnow() {
    byte[] packed = Compression.pack(OBSERVATION);
    packed[1] = 2;

    assertThrows(IllegalStateException.class, () -> Compression.unpack(new byte[0], packed));
  }
}
