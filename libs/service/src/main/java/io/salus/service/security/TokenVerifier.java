package io.salus.service.security;

import io.salus.service.errors.AppException.Unauthenticated;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.jspecify.annotations.Nullable;

/**
 * Turns a bearer token into a {@link Caller}: a user's token signed by the issuer, or one that a
 * service signed for a job. A verdict is kept until the token expires (a signature check costs 75
 * µs, a kept verdict 0.3 µs).
 */
@Singleton
public class TokenVerifier {
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern FHIR_ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

  /** Who calls, and the token that says so, to be forwarded. */
  public record Proof(Caller caller, String token) {}

  private record Verdict(Proof proof, long expiresAtMillis) {}

  private final SecurityConfig config;
  private final IssuerKeys issuerKeys;
  private final InternalTokens internal;

  /** By token and by header, which differ by a space. */
  private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

  TokenVerifier(SecurityConfig config, IssuerKeys issuerKeys, InternalTokens internal) {
    this.config = config;
    this.issuerKeys = issuerKeys;
    this.internal = internal;
  }

  /** The caller of an {@code Authorization} header value. Throws {@link Unauthenticated}. */
  public Caller verifyHeader(@Nullable String authorization) {
    return proof(authorization).caller;
  }

  /** The same, and the token in it. Throws {@link Unauthenticated}. */
  public Proof proof(@Nullable String authorization) {
    if (authorization == null || authorization.isBlank()) {
      throw new Unauthenticated("A bearer token is needed.");
    }
    Verdict known = standing(authorization);
    if (known != null) {
      return known.proof;
    }
    if (authorization.length() < 8 || !authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      throw new Unauthenticated("The Authorization header must hold a bearer token.");
    }
    return keep(authorization, check(authorization.substring(7).trim())).proof;
  }

  /** The caller of a compact JWS. Throws {@link Unauthenticated}. */
  public Caller verify(String token) {
    return verdict(token).proof.caller;
  }

  /**
   * When a token that stands will expire, for answers that go on for long. Throws {@link
   * Unauthenticated}.
   */
  public Instant expiry(String token) {
    return Instant.ofEpochMilli(verdict(token).expiresAtMillis);
  }

  private Verdict verdict(String token) {
    Verdict known = standing(token);
    return known == null ? keep(token, check(token)) : known;
  }

  private @Nullable Verdict standing(String key) {
    Verdict known = verdicts.get(key);
    if (known != null && known.expiresAtMillis <= System.currentTimeMillis()) {
      verdicts.remove(key);
      return null;
    }
    return known;
  }

  private Verdict keep(String key, Verdict verdict) {
    if (verdicts.size() >= config.cachedVerdicts()) {
      long now = System.currentTimeMillis();
      verdicts.values().removeIf(v -> v.expiresAtMillis <= now);
      if (verdicts.size() >= config.cachedVerdicts()) {
        verdicts.clear();
      }
    }
    verdicts.put(key, verdict);
    return verdict;
  }

  private Verdict check(String token) {
    try {
      boolean byService = internal.isInternal(token);
      JwtClaims claims = byService ? internal.verify(token) : verifyIssued(token);
      return new Verdict(
          new Proof(callerOf(claims, byService), token),
          claims.getExpirationTime().getValueInMillis());
    } catch (InvalidJwtException e) {
      throw new Unauthenticated(
          e.hasExpired() ? "The token has expired." : "The token is not valid here.");
    } catch (MalformedClaimException e) {
      throw new Unauthenticated("The token's claims are not valid.");
    }
  }

  private JwtClaims verifyIssued(String token) throws InvalidJwtException {
    List<JsonWebKey> keys = issuerKeys.current();
    JwtConsumer consumer =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
            .setJwsAlgorithmConstraints(
                new AlgorithmConstraints(
                    ConstraintType.PERMIT, "RS256", "RS384", "RS512", "PS256", "ES256", "ES384"))
            .setExpectedIssuer(config.issuer())
            .setExpectedAudience(config.audience())
            .setRequireExpirationTime()
            .setRequireSubject()
            .setAllowedClockSkewInSeconds(5)
            .build();
    return consumer.processToClaims(token);
  }

  private static Caller callerOf(JwtClaims claims, boolean byService)
      throws MalformedClaimException {
    String tenant = claims.getStringClaimValue("tenant");
    if (tenant == null || !TENANT.matcher(tenant).matches()) {
      throw new Unauthenticated("The token names no valid tenant.");
    }
    String patient = claims.getStringClaimValue("patient");
    if (patient != null && !FHIR_ID.matcher(patient).matches()) {
      throw new Unauthenticated("The token's patient is no valid id.");
    }
    String scope = claims.getStringClaimValue("scope");
    Set<String> scopes = scope == null || scope.isBlank() ? Set.of() : Set.of(distinct(scope));
    if (patient == null && scopes.stream().anyMatch(s -> s.startsWith("patient/"))) {
      throw new Unauthenticated("The token has patient scopes but names no patient.");
    }
    return new Caller(
        tenant,
        claims.getSubject(),
        scopes,
        patient,
        byService ? claims.getStringClaimValue(InternalTokens.SERVICE_CLAIM) : null);
  }

  private static String[] distinct(String scope) {
    return java.util.Arrays.stream(scope.trim().split("\\s+")).distinct().toArray(String[]::new);
  }
}
