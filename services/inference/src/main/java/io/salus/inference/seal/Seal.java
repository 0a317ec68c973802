package io.salus.inference.seal;

import io.salus.service.errors.AppException.Unavailable;
import io.salus.service.errors.AppException.Unprocessable;
import io.salus.service.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in Galois/counter mode (NIST SP 800-38D) by a key of each tenant's own, which HMAC-SHA256
 * derives from the configured one. What is sealed opens under the same tenant and place only: bytes
 * that were moved to another row, or changed, do not open.
 */
@ApplicationScoped
public class Seal {
  private static final String HMAC = "HmacSHA256";
  private static final byte FORMAT = 1;
  private static final int ID_BYTES = 4;
  private static final int NONCE_BYTES = 12;
  private static final int HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES;
  private static final int TAG_BITS = 128;
  private static final int LEAST_KEY_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final List<Master> masters;

  @Inject
  Seal(SealConfig config, SecurityConfig security) {
    this(keys(config.keyFiles().orElse(List.of()), Path.of(security.internalKeyFile())));
  }

  /** The derived key goes on opening what was sealed before the first key file was there. */
  static List<byte[]> keys(List<Path> files, Path internalKey) {
    return Stream.concat(files.stream().map(Seal::bytes), Stream.of(derived(bytes(internalKey))))
        .toList();
  }

  /**
   * @param keys the first one encrypts, all of them decrypt
   */
  Seal(List<byte[]> keys) {
    this.masters = keys.stream().map(Master::of).toList();
  }

  /** A configured key, and the number by which sealed bytes name it. */
  private record Master(SecretKeySpec key, int id) {
    static Master of(byte[] bytes) {
      SecretKeySpec key = new SecretKeySpec(bytes, HMAC);
      return new Master(key, ByteBuffer.wrap(hmac(key, "salus-seal-id-v1")).getInt());
    }

    SecretKeySpec of(String tenant) {
      return new SecretKeySpec(hmac(key, "salus-seal-tenant-v1/" + tenant), "AES");
    }

    @Override
    public String toString() {
      return "Master[" + id + "]";
    }
  }

  /**
   * Encrypts.
   *
   * @param place what the bytes are and of which row
   */
  public byte[] close(String tenant, String place, byte[] plain) {
    Master master = masters.getFirst();
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, master, tenant, place, nonce);
      ByteBuffer sealed = ByteBuffer.allocate(HEADER_BYTES + cipher.getOutputSize(plain.length));
      sealed.put(FORMAT).putInt(master.id()).put(nonce);
      cipher.doFinal(ByteBuffer.wrap(plain), sealed);
      return sealed.array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java does not encrypt", e);
    }
  }

  /**
   * Decrypts. Throws {@link Unprocessable} when the bytes are not what was sealed here, {@link
   * Unavailable} when their key is not configured.
   */
  public byte[] open(String tenant, String place, byte[] sealed) {
    if (sealed.length < HEADER_BYTES || sealed[0] != FORMAT) {
      throw changed();
    }
    ByteBuffer bytes = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    int id = bytes.getInt();
    byte[] nonce = new byte[NONCE_BYTES];
    bytes.get(nonce);
    Master master =
        masters.stream()
            .filter(one -> one.id() == id)
            .findFirst()
            .orElseThrow(
                () ->
                    new Unavailable(
                        "The key that this was encrypted by is not among salus.seal.key-files."));
    try {
      return cipher(Cipher.DECRYPT_MODE, master, tenant, place, nonce)
          .doFinal(sealed, HEADER_BYTES, sealed.length - HEADER_BYTES);
    } catch (AEADBadTagException e) {
      throw changed();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java does not decrypt", e);
    }
  }

  private static Cipher cipher(int mode, Master master, String tenant, String place, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, master.of(tenant), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static Unprocessable changed() {
    return new Unprocessable("What is stored is not what was stored: it was changed since.");
  }

  /** Never the internal key itself, which proves services to each other. */
  private static byte[] derived(byte[] internalKey) {
    return hmac(new SecretKeySpec(internalKey, HMAC), "salus-seal-v1");
  }

  private static byte[] hmac(SecretKeySpec key, String text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + HMAC, e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      byte[] key = Base64.getDecoder().decode(Files.readString(file).trim());
      if (key.length < LEAST_KEY_BYTES) {
        throw new IllegalStateException("the key in " + file + " has fewer than 32 bytes");
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("the key file cannot be read: " + file, e);
    }
  }
}
