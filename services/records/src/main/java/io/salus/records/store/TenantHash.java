package io.salus.records.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns what is searched for into the numbers that the index tables hold. Salted by tenant: the
 * same code of two tenants gives two numbers.
 */
public final class TenantHash {
  private final long k0;
  private final long k1;
  private final byte[] salt;

  /** The hash of a salt of 32 bytes. */
  public static TenantHash salted(byte[] salt) {
    return new TenantHash(salt);
  }

  private TenantHash(byte[] salt) {
    ByteBuffer buffer = ByteBuffer.wrap(salt).order(ByteOrder.LITTLE_ENDIAN);
    this.k0 = buffer.getLong();
    this.k1 = buffer.getLong();
    this.salt = salt.clone();
  }

  /** A parameter of a type: the key of date and string rows. */
  public long parameter(String type, String parameter) {
    return hash('p', type, parameter);
  }

  /** {@code code} with whatever system. */
  public long code(String type, String parameter, String code) {
    return hash('c', type, parameter, code);
  }

  /** {@code system|code}; without a system, {@code |code}. */
  public long token(String type, String parameter, @Nullable String system, String code) {
    return hash('t', type, parameter, system == null ? "" : system, code);
  }

  /** {@code system|}: any code of the system. */
  public long system(String type, String parameter, String system) {
    return hash('s', type, parameter, system);
  }

  /** A reference to {@code targetType/targetId}. */
  public long reference(String type, String parameter, String targetType, String targetId) {
    return hash('r', type, parameter, targetType, targetId);
  }

  /** Being in the compartment of a patient. */
  public long patient(String patientId) {
    return hash('@', patientId);
  }

  /** What writers of one resource, or of one condition, lock. */
  public long lock(String... of) {
    return hash('l', of);
  }

  /** A message authentication code (HMAC-SHA256, first 16 bytes) for what leaves and comes back. */
  public byte[] sign(String message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt, "HmacSHA256"));
      mac.update((byte) 'm'); // never the same input as another use of the salt
      return Arrays.copyOf(mac.doFinal(message.getBytes(StandardCharsets.UTF_8)), 16);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  private long hash(char kind, String... parts) {
    return SipHash.hash(
        k0, k1, (kind + String.join("\u0000", parts)).getBytes(StandardCharsets.UTF_8));
  }
}
