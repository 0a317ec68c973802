package io.salus.gateway.door;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class RouteTemplateTest {
  @Test
  void keepsTheWordsOfTheApiAndNothingElse() {
    assertEquals("/fhir/{}/{}/_history", RouteTemplate.of("/fhir/Patient/4711/_history"));
    assertEquals("/models/{}/score", RouteTemplate.of("/models/stroke/score"));
    assertEquals("/{}", RouteTemplate.of("/Jane-Doe"));
    assertEquals("/", RouteTemplate.of("/"));
  }
}
