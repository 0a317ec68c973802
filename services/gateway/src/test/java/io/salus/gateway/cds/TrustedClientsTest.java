package io.salus.gateway.cds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.gateway.door.DoorConfig;
import io.salus.service.errors.AppException.Unauthenticated;
import io.salus.service.security.Caller;
import io.salus.service.security.SecurityConfig;
import io.salus.testkit.TestTokens;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwk.JsonWebKeySet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedClientsTest {
  private static final String ADDRESS = "https://salus.test/cds-services/salus-risk";
  private final Map<String, String> properties = new HashMap<>(TestTokens.shared().config());

  @TempDir Path directory;

  @BeforeEach
  void aClinicInNorth() throws Exception {
    Path keys = directory.resolve("keys.json");
    Files.writeString(keys, new JsonWebKeySet(TestClinic.HANDED_OVER).toJson());
    properties.put("salus.gateway.public-url", "https://salus.test");
    client("north", "keys", keys.toString());
    client("north", "issuer", TestClinic.ISSUER);
    client("north", "tenant", "north");
  }

  private void client(String name, String property, String value) {
    properties.put("salus.gateway.cds.clients." + name + "." + property, value);
  }

  private TrustedClients clients() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(CdsConfig.class)
            .withMapping(DoorConfig.class)
            .withMapping(SecurityConfig.class)
            .withConverters(
                new org.eclipse.microprofile.config.spi.Converter<?>[] {
                  new io.quarkus.runtime.configuration.MemorySizeConverter()
                })
            .withSources(new PropertiesConfigSource(properties, "test", 100))
            .build();
    return new TrustedClients(
        config.getConfigMapping(CdsConfig.class),
        config.getConfigMapping(DoorConfig.class),
        config.getConfigMapping(SecurityConfig.class));
  }

  private Caller callerOf(String organization) {
    String token =
        TestClinic.token(
            ADDRESS, claims -> claims.setStringClaim("tenant", organization), header -> {});
    return clients().verify(token, List.of(ADDRESS)).orElseThrow().caller();
  }

  @Test
  void aClientReadsAndScoresInItsTenantAndNothingElse() {
    Caller caller = callerOf("whatever it calls itself");

    assertEquals("north", caller.tenant());
    assertEquals(
        Set.of("salus/models.read", "salus/models.score", "salus/features.read", "system/*.rs"),
        caller.scopes());
  }

  @Test
  void oneIssuerSpeaksForSeveralOrganizations() {
    properties.put("salus.gateway.cds.clients.north.organization", "N");
    Map.copyOf(properties)
        .forEach((name, value) -> properties.put(name.replace("north", "south"), value));
    client("south", "tenant", "south");
    client("south", "organization", "S");

    assertEquals("north", callerOf("N").tenant());
    assertEquals("south", callerOf("S").tenant());
    assertThrows(Unauthenticated.class, () -> callerOf("W"));
  }

  @Test
  void refusesToStartWithAClientThatCouldWrite() {
    for (String scope :
        List.of(
            "system/*.cruds", "system/Patient.u", "salus/models.train", "salus/*.*", "user/*.*")) {
      client("north", "scopes", "salus/models.score," + scope);
      String why = refusal();
      assertTrue(why.contains("clients.north.scopes"), why);
    }
  }

  @Test
  void refusesToStartWithWhatWouldOpenTheDoorWider() {
    refuses("clients.north.keys", "salus.gateway.cds.clients.north.keys", "http://ehr.test/jwks");
    refuses("clients.north.issuer", "salus.gateway.cds.clients.north.issuer", TestTokens.ISSUER);
    refuses("clients.north.tenant", "salus.gateway.cds.clients.north.tenant", "North!");
    refuses("algorithms", "salus.gateway.cds.algorithms", "ES384,HS384");
    properties.remove("salus.gateway.public-url");
    assertTrue(refusal().contains("public-url"));
  }

  private String refusal() {
    return String.valueOf(assertThrows(IllegalStateException.class, this::clients).getMessage());
  }

  private void refuses(String place, String property, String value) {
    String before = properties.put(property, value);
    String why = refusal();
    assertTrue(why.contains(place), why);
    if (before == null) {
      properties.remove(property);
    } else {
      properties.put(property, before);
    }
  }
}
