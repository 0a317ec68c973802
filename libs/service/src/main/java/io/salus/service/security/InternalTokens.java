package io.salus.service.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.lang.JoseException;

/**
 * Tokens that services give each other when a user's own token is long gone: a job that runs for a
 * user, a booking that is mirrored. Signed (HS256) with a key that only services hold, bound to the
 * service, the caller and what it is for, and valid for minutes.
 */
@ApplicationScoped
public class InternalTokens {
  static final String SERVICE_CLAIM = "salus_service";
  private static final String ISSUER = "salus-internal";
  private static final String AUDIENCE = "salus-services";

  private final SecretKey key;
  private final String service;

  InternalTokens(
      SecurityConfig config, @ConfigProperty(name = "quarkus.application.name") String service) {
    this.key = readKey(Path.of(config.internalKeyFile()));
    this.service = service;
  }

  /**
   * A token by which this service acts for a caller.
   *
   * @param purpose what it is bound to, for example a job id; ends up in the token's id
   */
  public String actFor(Caller caller, String purpose, Duration validFor) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setSubject(caller.subject());
    claims.setJwtId(purpose);
    claims.setIssuedAtToNow();
    claims.setExpirationTimeMinutesInTheFuture(validFor.toMillis() / 60_000f);
    claims.setStringClaim("tenant", caller.tenant());
    claims.setStringClaim("scope", String.join(" ", caller.scopes()));
    claims.setStringClaim(SERVICE_CLAIM, service);
    caller.patientContext().ifPresent(patient -> claims.setStringClaim("patient", patient));
    return sign(claims);
  }

  boolean isInternal(String token) {
    try {
      int end = token.indexOf('.');
      return end > 0
          && new String(
                  Base64.getUrlDecoder().decode(token.substring(0, end)),
                  java.nio.charset.StandardCharsets.UTF_8)
              .contains("\"salus-internal\"");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  JwtClaims verify(String token) throws InvalidJwtException {
    return new JwtConsumerBuilder()
        .setVerificationKey(key)
        .setJwsAlgorithmConstraints(
            new AlgorithmConstraints(ConstraintType.PERMIT, AlgorithmIdentifiers.HMAC_SHA256))
        .setExpectedIssuer(ISSUER)
        .setExpectedAudience(AUDIENCE)
        .setRequireExpirationTime()
        .setRequireSubject()
        .build()
        .processToClaims(token);
  }

  private String sign(JwtClaims claims) {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setKey(key);
    jws.setKeyIdHeaderValue(ISSUER);
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("the internal key does not sign", e);
    }
  }

  private static SecretKey readKey(Path file) {
    try {
      byte[] bytes = Base64.getDecoder().decode(Files.readString(file).trim());
      if (bytes.length < 32) {
        throw new IllegalStateException(
            "salus.security.internal-key-file holds fewer than 32 bytes");
      }
      return new SecretKeySpec(bytes, "HmacSHA256");
    } catch (IOException e) {
      throw new UncheckedIOException("salus.security.internal-key-file cannot be read: " + file, e);
    }
  }
}
