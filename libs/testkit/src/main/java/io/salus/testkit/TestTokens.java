package io.salus.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/**
 * An issuer of tokens for tests: a key of its own, files for the services' configuration, and any
 * token.
 */
public final class TestTokens {
  public static final String ISSUER = "https://issuer.test";
  public static final String AUDIENCE = "salus";
  public static final String EVERYTHING = "system/*.cruds salus/*.*";
  private static final TestTokens SHARED = new TestTokens();

  private final RsaJsonWebKey key;
  private final Path directory;
  private final byte[] internal = new byte[32];

  private TestTokens() {
    try {
      key = RsaJwkGenerator.generateJwk(2048);
      key.setKeyId("test");
      directory = Files.createTempDirectory("salus-test-keys");
      Files.writeString(
          directory.resolve("jwks.json"),
          new JsonWebKeySet(key).toJson(OutputControlLevel.PUBLIC_ONLY));
      new SecureRandom().nextBytes(internal);
      Files.writeString(
          directory.resolve("internal.key"), Base64.getEncoder().encodeToString(internal));
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The issuer that all tests of this JVM share. */
  public static TestTokens shared() {
    return SHARED;
  }

  /** The configuration by which a service believes this issuer. */
  public Map<String, String> config() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("salus.security.issuer", ISSUER);
    config.put("salus.security.audience", AUDIENCE);
    config.put("salus.security.jwks", directory.resolve("jwks.json").toString());
    config.put("salus.security.internal-key-file", directory.resolve("internal.key").toString());
    return config;
  }

  /** A token that may do everything in a tenant. */
  public static String admin(String tenant) {
    return SHARED.of(tenant, EVERYTHING);
  }

  /** A token with these scopes in a tenant. */
  public static String scoped(String tenant, String scope) {
    return SHARED.of(tenant, scope);
  }

  /** A token that may read one patient's compartment. */
  public static String patient(String tenant, String patientId, String scope) {
    JwtClaims claims = SHARED.claims(tenant, scope);
    claims.setStringClaim("patient", patientId);
    return SHARED.sign(claims);
  }

  /** A token by which a service acts for a caller, as services sign them for each other. */
  public static String acting(String service, String tenant, String scope) {
    JwtClaims claims = SHARED.claims(tenant, scope);
    claims.setIssuer("salus-internal");
    claims.setAudience("salus-services");
    claims.setStringClaim("salus_service", service);
    return sign(claims, new HmacKey(SHARED.internal), "salus-internal", "HS256");
  }

  /** Claims of a good token, to be spoilt. */
  public JwtClaims claims(String tenant, String scope) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject("tester");
    claims.setGeneratedJwtId();
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(30);
    claims.setStringClaim("tenant", tenant);
    claims.setStringClaim("scope", scope);
    return claims;
  }

  /** The claims, signed by the test issuer. */
  public String sign(JwtClaims claims) {
    return sign(claims, key.getPrivateKey(), String.valueOf(key.getKeyId()), "RS256");
  }

  private static String sign(JwtClaims claims, Key key, String kid, String algorithm) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setKey(key);
    jws.setKeyIdHeaderValue(kid);
    jws.setAlgorithmHeaderValue(algorithm);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private String of(String tenant, String scope) {
    return sign(claims(tenant, scope));
  }
}
