package io.salus.scheduling.room;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class RoomTokensTest {
  @Test
  void derivesTheKeyAsTheDocumentationTellsVideoRooms() throws Exception {
    byte[] internal = new byte[32];
    Arrays.fill(internal, (byte) 7);
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(internal, "HmacSHA256"));
    byte[] expected = mac.doFinal("salus-visit-room-v1\u0001".getBytes(StandardCharsets.UTF_8));

    byte[] derived = RoomKey.derive(internal).secret().getEncoded();

    assertArrayEquals(expected, derived);
    assertFalse(Arrays.equals(internal, derived));
  }

  @Test
  void opensAQuarterOfAnHourEarlyAndClosesAnHourLate() {
    SmallRyeConfig config = new SmallRyeConfigBuilder().withMapping(RoomConfig.class).build();
    RoomConfig room = config.getConfigMapping(RoomConfig.class);

    assertEquals(Duration.ofMinutes(15), room.early());
    assertEquals(Duration.ofMinutes(60), room.late());
  }
}
