package io.salus.cli.token;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Exit;
import io.salus.cli.terminal.Failure;
import java.time.Instant;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Signs local tokens (RS256). */
public record Tokens(Home home) {

  public String issue(TokenRequest request) {
    if (!SigningKey.exists(home)) {
      throw new Failure(
          Exit.NOT_RUNNING,
          "There is no signing key in " + home.directory() + ": the stack was never started.",
          "Start it: ./salus up");
    }
    var key = SigningKey.read(home);
    Instant now = Instant.now();
    var claims = new JwtClaims();
    claims.setIssuer(SigningKey.ISSUER);
    claims.setAudience(SigningKey.AUDIENCE);
    claims.setSubject(request.user());
    claims.setIssuedAt(NumericDate.fromSeconds(now.getEpochSecond()));
    claims.setExpirationTime(
        NumericDate.fromSeconds(now.plus(request.lifetime()).getEpochSecond()));
    claims.setGeneratedJwtId();
    claims.setStringClaim("tenant", request.tenant());
    claims.setStringClaim("scope", request.scope());
    if (request.patient() != null) {
      claims.setStringClaim("patient", request.patient());
    }
    var signature = new JsonWebSignature();
    signature.setPayload(claims.toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue(key.getKeyId());
    signature.setAlgorithmHeaderValue("RS256");
    signature.setHeader("typ", "JWT");
    try {
      return signature.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
