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

  /** A parameter of a type: the key of string rows and the seed of edges. */
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

  /** Resources of a type. */
  public long kind(String type) {
    return hash('k', type);
  }

  /** A string as it is written. */
  public long exact(String type, String parameter, String text) {
    return hash('x', type, parameter, text);
  }

  /** Having a value at all. */
  public long present(String type, String parameter) {
    return hash('e', type, parameter);
  }

  /** A uri of which this one is the beginning, up to the end of a path segment. */
  public long below(String type, String parameter, String uri) {
    return hash('b', type, parameter, uri);
  }

  /** A code of an identifier's type together with its value. */
  public long typed(
      String type, String parameter, @Nullable String system, String code, String value) {
    return hash('o', type, parameter, system == null ? "" : system, code, value);
  }

  /** A reference by identifier. */
  public long identifier(String type, String parameter, @Nullable String system, String value) {
    return hash('i', type, parameter, system == null ? "" : system, value);
  }

  /**
   * The parameter of range rows; its lowest three bits are free for the class of width.
   *
   * @param unit empty for times and for numbers in whatever unit, {@code u|} and a canonical UCUM
   *     unit, or {@code c|system|code}
   */
  public long range(String type, String parameter, String unit) {
    return hash('n', type, parameter, unit) & ~7L;
  }

  /**
   * Two parts of a composite parameter in one element: of a token when the second part is one, of
   * range rows otherwise.
   *
   * @param first the first part, {@code code} or {@code system|code}
   * @param second the second part as a token, or its unit as in {@link #range}
   */
  public long pair(String type, String parameter, String first, String second) {
    return hash('&', type, parameter, first, second) & ~7L;
  }

  /**
   * Having several values of a parameter of range rows.
   *
   * @param range as {@link #range} or {@link #pair} made it
   */
  public long several(long range) {
    return hash('+', Long.toHexString(range));
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
