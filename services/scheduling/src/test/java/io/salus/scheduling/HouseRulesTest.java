package io.salus.scheduling;

import io.salus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  @Test
  void theModuleKeepsTheRulesOfTheHouse() {
    HouseRules.check("scheduling");
  }
}
