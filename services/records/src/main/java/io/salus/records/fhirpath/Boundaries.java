package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * `lowBoundary()` and `highBoundary()` (FHIRPath 3.0, 5.7): the least and greatest value that a
 * value's precision leaves open.
 */
final class Boundaries {
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private Boundaries() {}

  static List<Item> of(List<Item> input, boolean high) {
    var item = Values.single(input, high ? "highBoundary()" : "lowBoundary()");
    if (item == null || !item.hasValue()) {
      return List.of();
    }
    var bound = item.node().isNumber() ? number(item.node(), high) : temporal(item, high);
    return bound == null ? List.of() : List.of(bound);
  }

  private static Item number(JsonNode node, boolean high) {
    var value = node.decimalValue();
    var half = HALF.scaleByPowerOfTen(-Math.max(0, value.scale()));
    return new Item(DecimalNode.valueOf(high ? value.add(half) : value.subtract(half)), "decimal");
  }

  private static @Nullable Item temporal(Item item, boolean high) {
    var text = item.node().asText();
    var span = Temporal.parse(text);
    if (span == null) {
      return null;
    }
    boolean time = "time".equals(item.type()) || text.indexOf(':') == 2;
    boolean dateOnly = !time && text.indexOf('T') < 0;
    if (dateOnly && !"dateTime".equals(item.type())) {
      return new Item(TextNode.valueOf(date(text, high)), "date");
    }
    if (time) {
      return new Item(TextNode.valueOf(clock(text, high)), "time");
    }
    if (dateOnly) {
      return new Item(
          TextNode.valueOf(date(text, high) + "T" + clock("", high) + (high ? "-12:00" : "+14:00")),
          "dateTime");
    }
    int zoneAt = zoneAt(text);
    var zone = zoneAt < 0 ? (high ? "-12:00" : "+14:00") : text.substring(zoneAt);
    var clock = text.substring(text.indexOf('T') + 1, zoneAt < 0 ? text.length() : zoneAt);
    return new Item(
        TextNode.valueOf(text.substring(0, text.indexOf('T') + 1) + clock(clock, high) + zone),
        "dateTime");
  }

  private static int zoneAt(String text) {
    for (int i = text.indexOf('T'); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 'Z' || c == '+' || c == '-') {
        return i;
      }
    }
    return -1;
  }

  private static String date(String text, boolean high) {
    var month = text.length() >= 7 ? text.substring(0, 7) : text + (high ? "-12" : "-01");
    if (text.length() >= 10) {
      return text;
    }
    return high ? YearMonth.parse(month).atEndOfMonth().toString() : month + "-01";
  }

  private static String clock(String text, boolean high) {
    var pattern = high ? "23:59:59.999" : "00:00:00.000";
    var digits = text.startsWith("T") ? text.substring(1) : text;
    return digits.length() >= pattern.length()
        ? digits.substring(0, pattern.length())
        : digits + pattern.substring(digits.length());
  }
}
