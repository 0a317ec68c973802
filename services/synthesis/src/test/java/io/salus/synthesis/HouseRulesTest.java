package io.salus.synthesis;

import io.salus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  @Test
  void keepsTheRulesOfTheHouse() {
    HouseRules.check("synthesis");
  }
}
