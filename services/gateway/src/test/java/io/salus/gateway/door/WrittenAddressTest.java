package io.salus.gateway.door;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrittenAddressTest {
  @Test
  void takesWhatBrowsersLeaveAsItIs() {
    for (String address :
        List.of(
            "/fhir/Observation?code=http://loinc.org|8867-4&value-quantity=gt5||kg",
            "/fhir/Observation?code=http://loinc.org%7C8867-4",
            "/fhir/$meta?x=\"{}[]^`<>\\'",
            "/")) {
      assertTrue(WrittenAddress.isReadable(address), address);
    }
  }

  @Test
  void refusesWhatCouldBeReadInTwoWays() {
    for (String address : List.of("/a%", "/a%2", "/a%zz", "/a?b=%%41", "/a?b=\u00f6", "/a\u0000")) {
      assertFalse(WrittenAddress.isReadable(address), address);
    }
  }
}
