package io.salus.records.history;

import io.salus.records.store.HistoryStore.Position;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException.InvalidInput;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a history ends, as a client carries it: signed, so that it cannot be made up or
 * used for another history, tenant or patient.
 */
final class HistoryLink {
  private static final int PLACE = 16;
  private static final int MAC = 16;

  private HistoryLink() {}

  /**
   * @param identity of the history that the place is in
   */
  static String write(
      TenantHash hash, String identity, @Nullable String patient, Position position) {
    long micros = Duration.between(HistoryQuery.FIRST, position.time()).toNanos() / 1000;
    byte[] place = ByteBuffer.allocate(PLACE).putLong(micros).putLong(position.rid()).array();
    byte[] link = Arrays.copyOf(place, PLACE + MAC);
    System.arraycopy(sign(hash, identity, patient, place), 0, link, PLACE, MAC);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(link);
  }

  /** Throws {@link InvalidInput} for a link of anything else. */
  static Position read(TenantHash hash, String identity, @Nullable String patient, String link) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(link);
    } catch (IllegalArgumentException e) {
      throw foreign();
    }
    byte[] place = Arrays.copyOf(bytes, PLACE);
    if (bytes.length != PLACE + MAC
        || !MessageDigest.isEqual(
            Arrays.copyOfRange(bytes, PLACE, PLACE + MAC), sign(hash, identity, patient, place))) {
      throw foreign();
    }
    ByteBuffer buffer = ByteBuffer.wrap(place);
    return new Position(
        HistoryQuery.FIRST.plus(buffer.getLong(), ChronoUnit.MICROS), buffer.getLong());
  }

  private static byte[] sign(
      TenantHash hash, String identity, @Nullable String patient, byte[] place) {
    return hash.sign(
        String.join(
            "\u0001",
            "history",
            identity,
            patient == null ? "" : patient,
            Base64.getEncoder().encodeToString(place)));
  }

  private static InvalidInput foreign() {
    return new InvalidInput("The page link does not belong to this history.", "_page");
  }
}
