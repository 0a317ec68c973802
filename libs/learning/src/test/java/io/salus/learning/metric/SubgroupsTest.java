package io.salus.learning.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubgroupsTest {
  @Test
  void judgesEveryGroupByItself() {
    double[] p = {0.9, 0.1, 0.8, 0.2, 0.3, 0.7, 0.5};
    boolean[] y = {true, false, true, false, true, false, true};
    List<String> groups = List.of("f", "f", "f", "f", "m", "m", "");

    List<Subgroup> lines = Subgroups.of(p, y, groups, new Bootstrap(1, 200));

    assertEquals(List.of("f", "m"), lines.stream().map(Subgroup::name).toList());
    assertEquals(1, lines.get(0).auroc().value(), 0);
    assertEquals(0, lines.get(1).auroc().value(), 0);
    assertEquals(4, lines.get(0).patients());
    assertEquals(0, lines.get(0).calibrationInTheLarge().value(), 1e-12);
  }

  @Test
  void ageBandsTouch() {
    assertEquals("0-17", Subgroups.ageBand(17.9));
    assertEquals("18-39", Subgroups.ageBand(18));
    assertEquals("65-79", Subgroups.ageBand(65));
    assertEquals("80+", Subgroups.ageBand(80));
    assertEquals("", Subgroups.ageBand(Double.NaN));
  }
}
