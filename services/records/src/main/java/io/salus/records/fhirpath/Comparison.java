package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Equality, equivalence and order (FHIRPath 2.0, 6.1 and 6.2). */
final class Comparison {
  private Comparison() {}

  /** Null (empty) when a side is empty or precision leaves it open. */
  static @Nullable Boolean equal(List<Item> left, List<Item> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return null;
    }
    if (left.size() != right.size()) {
      return false;
    }
    Boolean result = true;
    for (int i = 0; i < left.size(); i++) {
      var same = equal(left.get(i), right.get(i));
      if (Boolean.FALSE.equals(same)) {
        return false;
      }
      result = same == null ? null : result;
    }
    return result;
  }

  static @Nullable Boolean equal(Item left, Item right) {
    var a = left.node();
    var b = right.node();
    if (a.isTextual()
        && b.isTextual()
        && (Types.isTemporal(left.type()) || Types.isTemporal(right.type()))) {
      var order = temporal(a.textValue(), b.textValue());
      return order == null ? null : Boolean.valueOf(order == 0);
    }
    boolean texts = a.isTextual() && b.isTextual();
    return texts ? a.textValue().equals(b.textValue()) : same(a, b);
  }

  /**
   * Equivalence (`~`): order does not matter, nor case and spaces of strings; two empty collections
   * are equivalent.
   */
  static boolean equivalent(List<Item> left, List<Item> right) {
    if (left.size() != right.size()) {
      return false;
    }
    return left.stream().allMatch(a -> right.stream().anyMatch(b -> equivalent(a, b)));
  }

  static boolean contains(List<Item> items, Item wanted) {
    for (var item : items) {
      if (Boolean.TRUE.equals(equal(item, wanted))) {
        return true;
      }
    }
    return false;
  }

  /** Null (empty) when a side is empty or precision leaves it open. */
  static @Nullable Integer order(List<Item> left, List<Item> right, String operator) {
    var a = Values.single(left, operator);
    var b = Values.single(right, operator);
    if (a == null || b == null || !a.hasValue() || !b.hasValue()) {
      return null;
    }
    return order(a, b, operator);
  }

  private static @Nullable Integer order(Item a, Item b, String operator) {
    var x = a.node();
    var y = b.node();
    if (x.isNumber() && y.isNumber()) {
      return x.decimalValue().compareTo(y.decimalValue());
    }
    if (x.isTextual() && y.isTextual()) {
      var first = Temporal.parse(x.textValue());
      var second = Temporal.parse(y.textValue());
      return first != null && second != null
          ? first.compare(second)
          : Integer.valueOf(x.textValue().compareTo(y.textValue()));
    }
    if (isQuantity(x) && isQuantity(y)) {
      return unit(x).equals(unit(y))
          ? x.get("value").decimalValue().compareTo(y.get("value").decimalValue())
          : null;
    }
    throw new FhirPathException(operator + " cannot order these values");
  }

  private static boolean equivalent(Item a, Item b) {
    if (a.node().isTextual() && b.node().isTextual()) {
      return loose(a.node().textValue()).equals(loose(b.node().textValue()));
    }
    return Boolean.TRUE.equals(equal(a, b));
  }

  private static String loose(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }

  private static @Nullable Integer temporal(String a, String b) {
    var x = Temporal.parse(a);
    var y = Temporal.parse(b);
    return x == null || y == null ? Integer.valueOf(a.equals(b) ? 0 : 1) : x.compare(y);
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.equals(
        (x, y) ->
            x.isNumber() && y.isNumber()
                ? x.decimalValue().compareTo(y.decimalValue())
                : x.equals(y) ? 0 : 1,
        b);
  }

  private static boolean isQuantity(JsonNode node) {
    var value = node.get("value");
    return value != null && value.isNumber();
  }

  private static String unit(JsonNode quantity) {
    return quantity.path("code").asText(quantity.path("unit").asText("1"));
  }
}
