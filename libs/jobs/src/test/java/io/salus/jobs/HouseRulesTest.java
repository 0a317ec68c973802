package io.salus.jobs;

import io.salus.testkit.HouseRules;
import org.junit.jupiter.api.Test;

class HouseRulesTest {
  @Test
  void theJobsLibraryKeepsTheRulesOfTheHouse() {
    HouseRules.check("jobs");
  }
}
