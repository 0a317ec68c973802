package io.salus.records.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.salus.service.errors.AppException.InvalidInput;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointRuleTest {
  private final EndpointRule open = rule("");
  private final EndpointRule local = rule("localhost,intranet.clinic.example,10.1.2.3");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "fc00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::",
        "2001:0:1::"
      })
  void knowsWhatIsNotPublic(String address) throws UnknownHostException {
    assertFalse(EndpointRule.isPublic(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1"})
  void knowsWhatIsPublic(String address) throws UnknownHostException {
    assertTrue(EndpointRule.isPublic(InetAddress.getByName(address)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1/hook",
        "http://localhost:8080/hook",
        "https://localhost/hook",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://999.1.1.1/",
        "https://2130706433/",
        "https://clinic.example:0/",
        "https://clinic.example:70000/",
        "https://clinic.example/#x",
        "https:///hook",
        "file:///etc/passwd",
        "https://clinic example/"
      })
  void refusesWhatOnlyThisServiceCouldReach(String endpoint) {
    assertThrows(InvalidInput.class, () -> open.parse(endpoint, "endpoint"));
  }

  @Test
  void takesPublicAndConfiguredEndpoints() {
    assertEquals("clinic.example", open.parse("https://clinic.example/hook", "e").getHost());
    assertEquals(8080, local.parse("http://localhost:8080/hook", "e").getPort());
    assertEquals("10.1.2.3", local.parse("https://10.1.2.3/hook", "e").getHost());
  }

  @Test
  void looksAtTheAddressAgainBeforeEachRequest() {
    URI rebound = URI.create("https://localhost/hook");
    assertThrows(UnreachableEndpoint.class, () -> open.resolve(rebound));
    assertTrue(local.resolve(rebound).isLoopbackAddress());
    assertThrows(
        UnreachableEndpoint.class, () -> open.resolve(URI.create("https://nobody.invalid/")));
  }

  private static EndpointRule rule(String allowed) {
    Map<String, String> values =
        allowed.isEmpty() ? Map.of() : Map.of("salus.records.subscriptions.allowed-hosts", allowed);
    return new EndpointRule(
        new SmallRyeConfigBuilder()
            .withMapping(SubscriptionConfig.class)
            .withDefaultValues(values)
            .build()
            .getConfigMapping(SubscriptionConfig.class));
  }
}
