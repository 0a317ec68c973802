package io.salus.inference.monitoring;

import java.util.ArrayList;
import java.util.List;

/** What somebody should look at. */
final class Alerts {
  private final List<Alert> alerts = new ArrayList<>();

  /**
   * One of them.
   *
   * @param kind {@code input-drift}, {@code prediction-drift}, {@code calibration} or {@code
   *     subgroup-gap}
   * @param about feature or group
   * @param text for people
   */
  record Alert(String kind, String about, String text) {}

  void add(String kind, String about, String text) {
    alerts.add(new Alert(kind, about, text));
  }

  List<Alert> all() {
    return List.copyOf(alerts);
  }
}
