package io.salus.records.subscription;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.records.store.Json;
import io.salus.records.store.TenantHash;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.security.Caller;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionRuleTest {
  private static final Caller CALLER =
      new Caller("clinic", "doctor", Set.of("user/*.cruds"), null, null);
  private static final TenantHash HASH = TenantHash.salted(new byte[32]);

  private final SubscriptionRule rule =
      new SubscriptionRule(
          new EndpointRule(
              new SmallRyeConfigBuilder()
                  .withMapping(SubscriptionConfig.class)
                  .build()
                  .getConfigMapping(SubscriptionConfig.class)));

  @Test
  void makesARequestedSubscriptionActiveWithTheRightsOfItsWriter() {
    ObjectNode subscription = subscription().put("error", "of the client");
    rule.apply(CALLER, HASH, subscription, "Subscription");

    assertEquals("active", subscription.path("status").asText());
    assertFalse(subscription.has("error"));
    assertEquals(CALLER, Rights.read("clinic", HASH, subscription).orElseThrow());
  }

  @Test
  void replacesRightsThatAClientMadeUpOrBroughtBack() {
    ObjectNode subscription = subscription();
    Caller admin = new Caller("clinic", "admin", Set.of("system/*.cruds"), null, null);
    Rights.write(admin, HASH, subscription);
    rule.apply(CALLER, HASH, subscription, "Subscription");

    assertEquals(1, subscription.path("extension").size());
    assertEquals("doctor", Rights.read("clinic", HASH, subscription).orElseThrow().subject());
  }

  @Test
  void believesNoRightsThatItDidNotSignForThisSubscription() {
    ObjectNode subscription = subscription();
    assertTrue(Rights.read("clinic", HASH, subscription).isEmpty());
    Rights.write(CALLER, HASH, subscription);
    subscription.put("criteria", "Observation?");
    assertTrue(Rights.read("clinic", HASH, subscription).isEmpty());
    Rights.write(
        CALLER,
        TenantHash.salted("another salt of 32 bytes........".getBytes(StandardCharsets.UTF_8)),
        subscription);
    assertTrue(Rights.read("clinic", HASH, subscription).isEmpty());
  }

  @Test
  void leavesOffOff() {
    ObjectNode subscription = subscription().put("status", "off");
    rule.apply(CALLER, HASH, subscription, "Subscription");
    assertEquals("off", subscription.path("status").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: inside",
        "Content-Length: 3",
        "transfer-encoding: chunked",
        "Proxy-Authorization: x",
        "no colon",
        "Bad Name: x",
        "X: a\r\nY: b",
        "X: \u00e9"
      })
  void refusesHeadersThatChangeTheRequest(String header) {
    ObjectNode subscription = subscription();
    ((ObjectNode) subscription.path("channel")).putArray("header").add(header);
    assertThrows(InvalidInput.class, () -> rule.apply(CALLER, HASH, subscription, "Subscription"));
  }

  @Test
  void refusesOtherChannelsAndTooManyHeaders() {
    for (String type : List.of("websocket", "email", "sms", "message")) {
      ObjectNode subscription = subscription();
      ((ObjectNode) subscription.path("channel")).put("type", type);
      assertThrows(
          InvalidInput.class, () -> rule.apply(CALLER, HASH, subscription, "Subscription"));
    }
    ObjectNode subscription = subscription();
    ArrayNode headers = ((ObjectNode) subscription.path("channel")).putArray("header");
    for (int i = 0; i < 17; i++) {
      headers.add("X-" + i + ": 1");
    }
    assertThrows(InvalidInput.class, () -> rule.apply(CALLER, HASH, subscription, "Subscription"));
  }

  /** Whatever a client sends is stored or refused, and never an error of the server. */
  @Test
  void survivesAnythingInAnyPlace() {
    Random random = new Random(20261123);
    for (int i = 0; i < 3_000; i++) {
      ObjectNode subscription = subscription().put("end", "2099-01-01T00:00:00Z");
      for (int change = 0; change <= random.nextInt(3); change++) {
        mutate(subscription, random);
      }
      String sent = subscription.toString();
      try {
        rule.apply(CALLER, HASH, subscription, "Subscription");
        assertTrue(Rights.read("clinic", HASH, subscription).isPresent(), sent);
      } catch (AppException refused) {
        assertTrue(refused.category().httpStatus() < 500, sent);
      }
    }
  }

  @Test
  void waitsLongerEachTimeAndNeverTooLong() {
    Waits waits = new Waits(Duration.ofSeconds(1), Duration.ofMinutes(30), new Random(1));
    for (int failures = 1; failures < 80; failures++) {
      long bound = Math.min(1800, 1L << Math.min(failures - 1, 30)) * 1000;
      long wait = waits.after(failures).toMillis();
      assertTrue(wait >= bound / 2 && wait <= bound, failures + ": " + wait);
    }
  }

  private static void mutate(ObjectNode subscription, Random random) {
    List<String> odd =
        List.of(
            "",
            " ",
            "\u0000",
            "off",
            "%",
            "%%%",
            "?",
            "Patient?",
            "Patient?&&=&=x",
            "Patient?name=\\",
            "Patient?name=,,,",
            "Observation?date=9999999999",
            "Observation?value-quantity=" + "9".repeat(5000),
            "Observation?code=" + "|".repeat(500),
            "https://",
            "https://[",
            "https://a:b:c/",
            "http://\u2028/",
            "2026",
            "\ud800",
            "a".repeat(10_000));
    boolean inChannel = random.nextBoolean() && subscription.path("channel").isObject();
    ObjectNode target = inChannel ? (ObjectNode) subscription.get("channel") : subscription;
    List<String> names =
        inChannel
            ? List.of("type", "endpoint", "payload", "header")
            : List.of("status", "criteria", "channel", "end", "extension", "id", "error");
    String name = names.get(random.nextInt(names.size()));
    String text = odd.get(random.nextInt(odd.size()));
    JsonNode value =
        switch (random.nextInt(6)) {
          case 0 -> target.arrayNode().add(text).add(1).addNull();
          case 1 -> target.objectNode().put(text, text).put("url", text);
          case 2 -> target.numberNode(random.nextLong());
          case 3 -> target.nullNode();
          default -> target.textNode(text);
        };
    target.set(name, value);
  }

  private static ObjectNode subscription() {
    return Json.parse(
        """
        {"resourceType":"Subscription","id":"s1","status":"requested","reason":"test",
         "criteria":"Patient?gender=female",
         "channel":{"type":"rest-hook","endpoint":"https://clinic.example/hook",
          "payload":"application/fhir+json","header":["Authorization: Bearer secret"]}}\
        """
            .getBytes(StandardCharsets.UTF_8));
  }
}
