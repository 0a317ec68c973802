package io.salus.gateway.cds;

import io.salus.service.errors.AppException.Unauthenticated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.JsonWebStructure;
import org.jspecify.annotations.Nullable;

/**
 * Checks a token against CDS Hooks 2.0, "Trusting CDS Clients", one rule after the other, so that
 * who builds a client hears which one it broke. Nothing of the token is told back.
 */
final class ClientTokenCheck {
  /** Longer ones are no nonce. */
  private static final int LONGEST_ID = 256;

  private final TrustedClient client;
  private final CdsConfig config;

  ClientTokenCheck(TrustedClient client, CdsConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * @param read the same token, parsed but not believed
   * @param addresses of the service that is called
   * @throws Unauthenticated says which rule is broken
   */
  ClientToken check(String token, JwtContext read, List<String> addresses) {
    try {
      JsonWebStructure header = read.getJoseObjects().getFirst();
      checkSignature(token, header, key(header));
      return claims(read.getJwtClaims(), addresses);
    } catch (MalformedClaimException e) {
      throw new Unauthenticated("A claim of the token is not of its type.");
    }
  }

  private JsonWebKey key(JsonWebStructure header) {
    String algorithm = header.getAlgorithmHeaderValue();
    require(
        config.algorithms().contains(String.valueOf(algorithm)),
        "The token's alg must be one of " + config.algorithms().stream().sorted().toList() + ".");
    require("JWT".equalsIgnoreCase(header.getHeader("typ")), "The token's typ must be JWT.");
    String jku = header.getHeader("jku");
    require(
        jku == null || client.publishesAt(jku),
        "The token's jku is not on the list of this client's trusted addresses.");
    String kid = header.getKeyIdHeaderValue();
    require(kid != null, "The token must name its key in kid.");
    return client
        .key(String.valueOf(kid), jku)
        .orElseThrow(() -> new Unauthenticated("The client has published no key of this kid."));
  }

  private void checkSignature(String token, JsonWebStructure header, JsonWebKey key) {
    require(
        key instanceof PublicJsonWebKey
            && !"enc".equals(key.getUse())
            && (key.getAlgorithm() == null
                || key.getAlgorithm().equals(header.getAlgorithmHeaderValue())),
        "The key of this kid does not sign by the token's alg.");
    try {
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setVerificationKey(key.getKey())
          .setJwsAlgorithmConstraints(
              new AlgorithmConstraints(
                  ConstraintType.PERMIT, config.algorithms().toArray(String[]::new)))
          .build()
          .process(token);
    } catch (InvalidJwtException e) {
      throw new Unauthenticated("The token's signature does not stand.");
    }
  }

  private ClientToken claims(JwtClaims claims, List<String> addresses)
      throws MalformedClaimException {
    require(
        claims.hasAudience() && claims.getAudience().stream().anyMatch(addresses::contains),
        "The token's aud must be the address that is called, " + addresses.getFirst() + ".");
    Instant issued = moment(claims.getIssuedAt(), "The token must say when it was issued, in iat.");
    Instant expires =
        moment(claims.getExpirationTime(), "The token must say when it expires, in exp.");
    Duration skew = config.clockSkew();
    Instant now = Instant.now();
    require(now.isBefore(expires.plus(skew)), "The token has expired.");
    require(!issued.isAfter(now.plus(skew)), "The token's iat is in the future.");
    Duration lifetime = Duration.between(issued, expires);
    require(
        lifetime.isPositive() && lifetime.compareTo(config.longestToken()) <= 0,
        "A token is good for at most "
            + config.longestToken().toSeconds()
            + " seconds, from iat to exp.");
    String id = claims.getJwtId();
    require(
        id != null && !id.isBlank() && id.length() <= LONGEST_ID,
        "The token needs an id of its own, in jti.");
    return new ClientToken(
        client.caller(), claims.getIssuer(), String.valueOf(id), expires.plus(skew));
  }

  private static Instant moment(@Nullable NumericDate date, String otherwise) {
    if (date == null) {
      throw new Unauthenticated(otherwise);
    }
    return Instant.ofEpochMilli(date.getValueInMillis());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Unauthenticated(otherwise);
    }
  }
}
