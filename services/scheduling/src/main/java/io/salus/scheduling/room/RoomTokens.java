package io.salus.scheduling.room;

import io.salus.service.security.SecurityConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Tokens that open the video room of one visit, for as long as it lasts. They name the visit and
 * the tenant and nobody: whoever may see the booking's answer, clinician or patient, may hold one.
 */
@ApplicationScoped
public class RoomTokens {
  static final String ISSUER = "salus-scheduling";
  static final String AUDIENCE = "salus-visit";

  private final RoomKey key;
  private final RoomConfig config;

  RoomTokens(RoomConfig config, SecurityConfig security) {
    this.config = config;
    this.key = RoomKey.read(config, security);
  }

  /** A signed token (JWT, HS256) for a visit of this span. */
  public String issue(String tenant, UUID visit, Instant start, Instant end) {
    JwtClaims claims = new JwtClaims();
    claims.setIssuer(ISSUER);
    claims.setAudience(AUDIENCE);
    claims.setStringClaim("visit", visit.toString());
    claims.setStringClaim("tenant", tenant);
    claims.setIssuedAtToNow();
    claims.setNotBefore(NumericDate.fromSeconds(start.minus(config.early()).getEpochSecond()));
    claims.setExpirationTime(NumericDate.fromSeconds(end.plus(config.late()).getEpochSecond()));
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(claims.toJson());
    jws.setKey(key.secret());
    jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.HMAC_SHA256);
    try {
      return jws.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException("the room key does not sign", e);
    }
  }
}
