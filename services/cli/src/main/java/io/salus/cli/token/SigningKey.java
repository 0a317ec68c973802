package io.salus.cli.token;

import io.salus.cli.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/**
 * The key that local tokens are signed with, made at first start; services get its public half as a
 * JWKS file.
 */
public final class SigningKey {
  public static final String ISSUER = "http://127.0.0.1/salus-local";
  public static final String AUDIENCE = "salus";
  private static final int BITS = 2048;
  private static final int INTERNAL_BYTES = 32;

  private SigningKey() {}

  public static Path jwksFile(Home home) {
    return home.keys().resolve("jwks.json");
  }

  /** The secret that services sign the tokens of their jobs with. */
  public static Path internalKeyFile(Home home) {
    return home.keys().resolve("internal.key");
  }

  /** Makes the keys that are missing. */
  public static void ensure(Home home) {
    try {
      Path file = file(home);
      if (!Files.exists(file)) {
        var key = RsaJwkGenerator.generateJwk(BITS);
        key.setKeyId(UUID.randomUUID().toString());
        key.setAlgorithm("RS256");
        key.setUse("sig");
        Home.write(file, key.toJson(OutputControlLevel.INCLUDE_PRIVATE) + "\n");
      }
      if (!Files.exists(jwksFile(home))) {
        Home.write(
            jwksFile(home),
            new JsonWebKeySet(read(home)).toJson(OutputControlLevel.PUBLIC_ONLY) + "\n");
      }
      if (!Files.exists(internalKeyFile(home))) {
        byte[] secret = new byte[INTERNAL_BYTES];
        new SecureRandom().nextBytes(secret);
        Home.write(internalKeyFile(home), Base64.getEncoder().encodeToString(secret) + "\n");
      }
    } catch (IOException e) {
      throw home.unusable(e);
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicJsonWebKey read(Home home) {
    try {
      return PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file(home)));
    } catch (IOException e) {
      throw home.unusable(e);
    } catch (JoseException e) {
      throw home.damaged("keys/signing-key.json cannot be read");
    }
  }

  static boolean exists(Home home) {
    return Files.exists(file(home));
  }

  private static Path file(Home home) {
    return home.keys().resolve("signing-key.json");
  }
}
