package io.salus.gateway.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.service.body.ByteBudget;
import io.salus.service.errors.AppException.Busy;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.TooLarge;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PackedBodyTest {
  private final ByteBudget budget = new ByteBudget(1 << 20);

  @Test
  void unpacksWithinItsLimit() throws IOException {
    PackedBody packed = new PackedBody(zipped(500_000), budget, 500_000);
    assertEquals(500_000, packed.unpack().length());
    assertEquals(500_000, packed.taken());
  }

  @Test
  void refusesWhatGrowsTooLarge() throws IOException {
    PackedBody packed = new PackedBody(zipped(10_000_000), budget, 500_000);
    assertThrows(TooLarge.class, packed::unpack);
    assertTrue(packed.taken() <= 500_000);
  }

  @Test
  void refusesWhatAllBodiesTogetherMayNotTake() throws IOException {
    PackedBody packed = new PackedBody(zipped(10_000_000), budget, 64 << 20);
    assertThrows(Busy.class, packed::unpack);
    assertEquals(budget.taken(), packed.taken());
  }

  @Test
  void refusesWhatIsNoGzip() {
    Buffer plain = Buffer.buffer("{\"resourceType\":\"Patient\"}");
    assertThrows(InvalidInput.class, new PackedBody(plain, budget, 1000)::unpack);
  }

  private static Buffer zipped(int bytes) throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(packed)) {
      zip.write(new byte[bytes]);
    }
    return Buffer.buffer(packed.toByteArray());
  }
}
