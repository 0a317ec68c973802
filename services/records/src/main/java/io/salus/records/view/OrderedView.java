package io.salus.records.view;

import io.salus.records.store.Json;
import java.nio.charset.StandardCharsets;

/**
 * One view of an export.
 *
 * @param name of its output
 * @param definition the ViewDefinition as it was when it was ordered, JSON
 */
record OrderedView(String name, String definition) {
  View compile() {
    return View.compile(Json.parse(definition.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Name of one of its files: the place of the view among the others keeps names apart and in
   * order.
   *
   * @param at place of the view, from 0
   * @param part from 1
   */
  String file(int at, int part, ViewFormat format) {
    var plain = name.replaceAll("[^A-Za-z0-9_-]+", "_");
    var start = plain.substring(0, Math.min(60, plain.length()));
    return prefix(at) + start + ".part" + part + "." + format.code();
  }

  /** How the names of its files begin. */
  static String prefix(int at) {
    return (at + 1) + "-";
  }
}
