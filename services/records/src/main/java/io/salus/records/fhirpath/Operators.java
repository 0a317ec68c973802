package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The binary operators by their symbols. */
final class Operators {
  private Operators() {}

  static Node binary(String symbol, Node left, Node right) {
    return switch (symbol) {
      case "implies" ->
          frame -> Values.of(or(not(truth(left, frame, symbol)), truth(right, frame, symbol)));
      case "or" -> frame -> Values.of(or(truth(left, frame, symbol), truth(right, frame, symbol)));
      case "xor" ->
          frame -> Values.of(xor(truth(left, frame, symbol), truth(right, frame, symbol)));
      case "and" ->
          frame ->
              Values.of(not(or(not(truth(left, frame, symbol)), not(truth(right, frame, symbol)))));
      case "in" -> frame -> membership(left.evaluate(frame), right.evaluate(frame), symbol);
      case "contains" -> frame -> membership(right.evaluate(frame), left.evaluate(frame), symbol);
      case "=" -> frame -> Values.of(Comparison.equal(left.evaluate(frame), right.evaluate(frame)));
      case "!=" ->
          frame -> Values.of(not(Comparison.equal(left.evaluate(frame), right.evaluate(frame))));
      case "~" ->
          frame ->
              Values.of(
                  (Boolean) Comparison.equivalent(left.evaluate(frame), right.evaluate(frame)));
      case "!~" ->
          frame ->
              Values.of(
                  (Boolean) !Comparison.equivalent(left.evaluate(frame), right.evaluate(frame)));
      case "<" -> ordered(left, right, symbol, order -> order < 0);
      case "<=" -> ordered(left, right, symbol, order -> order <= 0);
      case ">" -> ordered(left, right, symbol, order -> order > 0);
      case ">=" -> ordered(left, right, symbol, order -> order >= 0);
      case "|" -> frame -> distinct(left.evaluate(frame), right.evaluate(frame));
      case "&" ->
          frame ->
              Values.of(
                  orEmpty(Values.text(left.evaluate(frame), symbol))
                      + orEmpty(Values.text(right.evaluate(frame), symbol)));
      case "+" -> frame -> plus(left.evaluate(frame), right.evaluate(frame));
      case "-", "*", "/", "div", "mod" ->
          frame -> arithmetic(symbol, left.evaluate(frame), right.evaluate(frame));
      default -> throw new FhirPathException("unknown operator " + symbol);
    };
  }

  static @Nullable Boolean not(@Nullable Boolean value) {
    return value == null ? null : !value;
  }

  /** Both without duplicates, in order. */
  static List<Item> distinct(List<Item> left, List<Item> right) {
    if (right.isEmpty() && left.size() <= 1) {
      return left;
    }
    var result = new ArrayList<Item>(left.size() + right.size());
    for (var side : List.of(left, right)) {
      for (var item : side) {
        if (!Comparison.contains(result, item)) {
          result.add(item);
        }
      }
    }
    return result;
  }

  private static @Nullable Boolean truth(Node node, Frame frame, String symbol) {
    return Values.truth(node.evaluate(frame), symbol);
  }

  /** Three-valued (FHIRPath 2.0, 6.5). */
  private static @Nullable Boolean or(@Nullable Boolean a, @Nullable Boolean b) {
    if (Boolean.TRUE.equals(a) || Boolean.TRUE.equals(b)) {
      return true;
    }
    return (a == null || b == null) ? null : Boolean.FALSE;
  }

  private static @Nullable Boolean xor(@Nullable Boolean a, @Nullable Boolean b) {
    return (a == null || b == null) ? null : Boolean.valueOf(!a.equals(b));
  }

  private static List<Item> membership(List<Item> element, List<Item> collection, String symbol) {
    var item = Values.single(element, symbol);
    return item == null ? List.of() : Values.of((Boolean) Comparison.contains(collection, item));
  }

  private static Node ordered(Node left, Node right, String symbol, IntPredicate test) {
    return frame -> {
      var order = Comparison.order(left.evaluate(frame), right.evaluate(frame), symbol);
      return order == null ? List.of() : Values.of((Boolean) test.test(order));
    };
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static List<Item> plus(List<Item> left, List<Item> right) {
    var a = Values.single(left, "+");
    if (a != null && a.node().isTextual()) {
      var b = Values.text(right, "+");
      return b == null ? List.of() : Values.of(a.node().textValue() + b);
    }
    return arithmetic("+", left, right);
  }

  private static List<Item> arithmetic(String symbol, List<Item> left, List<Item> right) {
    var a = Values.number(left, symbol);
    var b = Values.number(right, symbol);
    if (a == null || b == null) {
      return List.of();
    }
    var result = calculate(symbol, a, b);
    if (result == null) {
      return List.of();
    }
    boolean integers =
        left.getFirst().node().isIntegralNumber() && right.getFirst().node().isIntegralNumber();
    return integers && !symbol.equals("/")
        ? List.of(new Item(LongNode.valueOf(result.longValue()), "integer"))
        : List.of(new Item(DecimalNode.valueOf(result), "decimal"));
  }

  /** Null for a division by zero. */
  private static @Nullable BigDecimal calculate(String symbol, BigDecimal a, BigDecimal b) {
    return switch (symbol) {
      case "+" -> a.add(b);
      case "-" -> a.subtract(b);
      case "*" -> a.multiply(b);
      case "/" -> b.signum() == 0 ? null : a.divide(b, MathContext.DECIMAL128);
      case "div" -> b.signum() == 0 ? null : a.divide(b, 0, RoundingMode.DOWN);
      default -> b.signum() == 0 ? null : a.remainder(b);
    };
  }
}
