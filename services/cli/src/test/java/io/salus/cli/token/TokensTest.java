package io.salus.cli.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.salus.cli.home.Home;
import io.salus.cli.terminal.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  @TempDir Path folder;
  private Home home = new Home(Path.of("unset"), Path.of("unset"));

  @BeforeEach
  void prepareHome() throws Exception {
    home = new Home(folder, folder.resolve("software"));
    Files.createDirectories(home.keys());
  }

  @Test
  void aTokenIsVerifiedByThePublishedKeys() throws Exception {
    SigningKey.ensure(home);
    var request = new TokenRequest("nurse", "north", "patient/*.rs", "p1", Duration.ofMinutes(5));

    String token = new Tokens(home).issue(request);

    var keys = new JsonWebKeySet(Files.readString(SigningKey.jwksFile(home))).getJsonWebKeys();
    var claims =
        new JwtConsumerBuilder()
            .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
            .setExpectedIssuer(SigningKey.ISSUER)
            .setExpectedAudience(SigningKey.AUDIENCE)
            .setRequireExpirationTime()
            .setRequireJwtId()
            .build()
            .processToClaims(token);
    assertEquals("nurse", claims.getSubject());
    assertEquals("north", claims.getStringClaimValue("tenant"));
    assertEquals("patient/*.rs", claims.getStringClaimValue("scope"));
    assertEquals("p1", claims.getStringClaimValue("patient"));
    assertEquals(300, claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue());
  }

  @Test
  void refusesWhatNoServiceWouldTake() {
    Duration hour = Duration.ofHours(1);

    assertThrows(Failure.class, () -> new TokenRequest("me", "A B", "user/*.rs", null, hour));
    assertThrows(Failure.class, () -> new TokenRequest("me", "north", "patient/*.rs", null, hour));
    assertThrows(Failure.class, () -> new TokenRequest("me", "north", "user/*.rs", "a b", hour));
  }

  @Test
  void theKeyIsForItsOwnerOnlyAndNeverPublished() throws Exception {
    SigningKey.ensure(home);
    Path key = home.keys().resolve("signing-key.json");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    assertFalse(Files.readString(SigningKey.jwksFile(home)).contains("\"d\""));
  }

  @Test
  void aSecondStartKeepsTheKey() throws Exception {
    SigningKey.ensure(home);
    String first = Files.readString(SigningKey.jwksFile(home));
    SigningKey.ensure(home);
    assertEquals(first, Files.readString(SigningKey.jwksFile(home)));
  }

  @Test
  void readsTimesAsPeopleWriteThem() {
    assertEquals(Duration.ofSeconds(90), TokenCommand.lifetime("90s"));
    assertEquals(Duration.ofDays(7), TokenCommand.lifetime("7d"));
  }

  @Test
  void refusesTimesThatMakeNoSense() {
    for (String span : new String[] {"", "x", "0m", "31d", "-1h", "1w"}) {
      assertThrows(Failure.class, () -> TokenCommand.lifetime(span), span);
    }
  }
}
