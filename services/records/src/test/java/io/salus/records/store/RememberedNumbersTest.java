package io.salus.records.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A wrong number would be a reference to somebody else's resource. */
class RememberedNumbersTest {
  private final RememberedNumbers numbers = new RememberedNumbers();

  @Test
  void idsThatLookAlikeAreKeptApart() {
    List<ResourceId> ids =
        List.of(
            new ResourceId("Patient", "1"),
            new ResourceId("Encounter", "1"),
            new ResourceId("Patient", "01"),
            new ResourceId("Patient", "10"),
            new ResourceId("Patient", "a"),
            new ResourceId("Patient", "A"),
            new ResourceId("Patient", "123456789"),
            new ResourceId("Patient", "1234567890"),
            new ResourceId("Patient", "123456789012345678"),
            new ResourceId("Patient", "00000000-0000-0000-0000-000000000001"),
            new ResourceId("Patient", "00000000-0000-0000-0000-00000000000a"),
            new ResourceId("Patient", "00000000-0000-0001-0000-000000000000"));
    for (int i = 0; i < ids.size(); i++) {
      numbers.put(ids.get(i), i);
    }
    for (int i = 0; i < ids.size(); i++) {
      assertEquals(i, numbers.get(ids.get(i)), ids.get(i).toString());
    }
  }

  @Test
  void whatDoesNotFitIsNotRemembered() {
    for (String id :
        List.of(
            "1234567890123456789",
            "00000000-0000-0000-0000-00000000000A",
            "00000000-0000-0000-0000-0000000000001",
            "000000000000000000000000000000000000",
            "é")) {
      numbers.put(new ResourceId("Patient", id), 7);
      assertNull(numbers.get(new ResourceId("Patient", id)), id);
    }
  }

  @Test
  void manyAreRememberedAndNoneWrongly() {
    Random random = new Random(7);
    int count = 400_000;
    ResourceId[] ids = new ResourceId[count];
    for (int i = 0; i < count; i++) {
      ids[i] =
          new ResourceId(
              i % 3 == 0 ? "Patient" : "Observation",
              new UUID(random.nextLong(), random.nextLong()).toString());
      numbers.put(ids[i], i);
    }
    int remembered = 0;
    for (int i = 0; i < count; i++) {
      Long number = numbers.get(ids[i]);
      if (number != null) {
        assertEquals(i, number);
        remembered += i >= count - 50_000 ? 1 : 0;
      }
    }
    assertTrue(remembered > 35_000, remembered + " of the last 50,000");
  }
}
