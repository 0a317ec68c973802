package io.salus.records;

import io.salus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  @Test
  void keepsTheHouseRules() {
    HouseRules.check("records");
  }
}
