package io.salus.service.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.testkit.TestTokens;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
  private static final TestTokens TOKENS = TestTokens.shared();
  private final SecurityConfig config =
      new SmallRyeConfigBuilder()
          .withMapping(SecurityConfig.class)
          .withSources(new PropertiesConfigSource(TOKENS.config(), "test", 100))
          .build()
          .getConfigMapping(SecurityConfig.class);
  private final InternalTokens internal = new InternalTokens(config, "scheduling");
  private final TokenVerifier verifier =
      new TokenVerifier(config, new IssuerKeys(config), internal);

  @Test
  void aGoodTokenNamesItsCaller() {
    Caller caller = verifier.verify(TestTokens.patient("clinic-a", "p1", "patient/*.rs openid"));

    assertEquals("clinic-a", caller.tenant());
    assertEquals("p1", caller.patient());
    assertEquals(Set.of("patient/*.rs", "openid"), caller.scopes());
    assertFalse(caller.isService("scheduling"));
  }

  @Test
  void aHeaderGivesTheTokenToForward() {
    String token = TestTokens.patient("clinic-a", "p1", "patient/*.rs");
    for (String header : new String[] {"Bearer " + token, "bearer  " + token + " "}) {
      assertEquals(token, verifier.proof(header).token());
      // The second time it is remembered.
      assertEquals(token, verifier.proof(header).token());
      assertEquals("p1", verifier.proof(header).caller().patient());
    }
    assertThrows(Unauthenticated.class, () -> verifier.proof(token));
  }

  @Test
  void refusesWhatAnotherIssuerOrAudienceOrTimeMade() {
    refuses(claims -> claims.setIssuer("https://other.test"));
    refuses(claims -> claims.setAudience("other"));
    refuses(claims -> claims.setExpirationTime(NumericDate.fromSeconds(1_000_000)));
    refuses(claims -> claims.unsetClaim("exp"));
    refuses(claims -> claims.unsetClaim("sub"));
  }

  @Test
  void refusesATokenWithoutAValidTenant() {
    refuses(claims -> claims.unsetClaim("tenant"));
    refuses(claims -> claims.setStringClaim("tenant", "A'; drop table"));
    refuses(claims -> claims.setClaim("tenant", 7));
  }

  @Test
  void refusesPatientScopesWithoutAPatient() {
    refuses(claims -> claims.setStringClaim("scope", "patient/*.rs"));
  }

  @Test
  void refusesATokenThatIsSignedWithThePublicKeyAsASecret() throws Exception {
    JsonWebSignature forged = new JsonWebSignature();
    forged.setPayload(TOKENS.claims("clinic-a", "system/*.cruds").toJson());
    forged.setAlgorithmHeaderValue("HS256");
    forged.setKeyIdHeaderValue("test");
    forged.setKey(
        new HmacKey(Files.readAllBytes(Path.of(TOKENS.config().get("salus.security.jwks")))));

    assertThrows(Unauthenticated.class, () -> verifier.verify(forged.getCompactSerialization()));
  }

  @Test
  void refusesAnUnsignedTokenAndGarbage() {
    assertThrows(Unauthenticated.class, () -> verifier.verify("eyJhbGciOiJub25lIn0.e30."));
    assertThrows(Unauthenticated.class, () -> verifier.verify(""));
    assertThrows(Unauthenticated.class, () -> verifier.verify("..."));
    assertThrows(Unauthenticated.class, () -> verifier.verifyHeader("Basic abcdefgh"));
    assertThrows(Unauthenticated.class, () -> verifier.verifyHeader(null));
  }

  @Test
  void aServiceActsForItsCallerAndNoMore() {
    Caller user = new Caller("clinic-a", "dr-roe", Set.of("salus/models.train"), null, null);

    Caller acting = verifier.verify(internal.actFor(user, "job-1", Duration.ofMinutes(5)));

    assertTrue(acting.isService("scheduling"));
    assertEquals("dr-roe", acting.subject());
    assertEquals(user.scopes(), acting.scopes());
  }

  @Test
  void aUsersTokenCannotClaimToBeAService() {
    JwtClaims claims = TOKENS.claims("clinic-a", "system/*.cruds");
    claims.setStringClaim(InternalTokens.SERVICE_CLAIM, "scheduling");

    assertFalse(verifier.verify(TOKENS.sign(claims)).isService("scheduling"));
  }

  private void refuses(Consumer<JwtClaims> spoil) {
    JwtClaims claims = TOKENS.claims("clinic-a", "system/*.cruds");
    spoil.accept(claims);
    assertThrows(Unauthenticated.class, () -> verifier.verify(TOKENS.sign(claims)));
  }
}
