package io.salus.scheduling.room;

import io.salus.service.security.SecurityConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that signs room tokens: never the internal key itself, for the video rooms hold it too
 * and must not be able to speak for a service. HMAC-SHA256 of the internal key over a fixed label
 * (the expand step of RFC 5869) cannot be turned back.
 */
record RoomKey(SecretKey secret) {
  static final String LABEL = "salus-visit-room-v1";
  private static final String ALGORITHM = "HmacSHA256";

  static RoomKey read(RoomConfig config, SecurityConfig security) {
    return config
        .keyFile()
        .map(file -> new RoomKey(new SecretKeySpec(bytes(file), ALGORITHM)))
        .orElseGet(() -> derive(bytes(security.internalKeyFile())));
  }

  static RoomKey derive(byte[] internalKey) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(internalKey, ALGORITHM));
      byte[] derived = mac.doFinal((LABEL + "\u0001").getBytes(StandardCharsets.UTF_8));
      return new RoomKey(new SecretKeySpec(derived, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }

  private static byte[] bytes(String file) {
    try {
      byte[] key = Base64.getDecoder().decode(Files.readString(Path.of(file)).trim());
      if (key.length < 32) {
        throw new IllegalStateException("the key in " + file + " has fewer than 32 bytes");
      }
      return key;
    } catch (IOException e) {
      throw new UncheckedIOException("the key file cannot be read: " + file, e);
    }
  }

  @Override
  public String toString() {
    return "RoomKey";
  }
}
