package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Functions on one string, number or date; nothing in, nothing out. */
final class ScalarFunctions {
  private ScalarFunctions() {}

  static Step create(String name, List<Node> arguments) {
    return switch (name) {
      case "lowBoundary" ->
          Functions.none(name, arguments, (frame, input) -> Boundaries.of(input, false));
      case "highBoundary" ->
          Functions.none(name, arguments, (frame, input) -> Boundaries.of(input, true));
      case "startsWith" ->
          text(name, arguments, (text, part) -> Values.of((Boolean) text.startsWith(part)));
      case "endsWith" ->
          text(name, arguments, (text, part) -> Values.of((Boolean) text.endsWith(part)));
      case "contains" ->
          text(name, arguments, (text, part) -> Values.of((Boolean) text.contains(part)));
      case "indexOf" -> text(name, arguments, (text, part) -> Values.of(text.indexOf(part)));
      case "matches" ->
          text(
              name,
              arguments,
              (text, regex) -> Values.of((Boolean) Patterns.matcher(regex, text).find()));
      case "matchesFull" ->
          text(
              name,
              arguments,
              (text, regex) -> Values.of((Boolean) Patterns.matcher(regex, text).matches()));
      case "split" ->
          text(
              name,
              arguments,
              (text, part) ->
                  Arrays.stream(text.split(Pattern.quote(part), -1))
                      .map(ScalarFunctions::item)
                      .toList());
      case "replace" -> replace(name, arguments, String::replace);
      case "replaceMatches" -> replace(name, arguments, ScalarFunctions::replaceMatches);
      case "substring" -> substring(arguments);
      case "length" -> text(name, arguments, text -> Values.of(text.length()));
      case "upper" -> text(name, arguments, text -> Values.of(text.toUpperCase(Locale.ROOT)));
      case "lower" -> text(name, arguments, text -> Values.of(text.toLowerCase(Locale.ROOT)));
      case "trim" -> text(name, arguments, text -> Values.of(text.strip()));
      case "toChars" ->
          text(
              name,
              arguments,
              text -> Arrays.stream(text.split("")).map(ScalarFunctions::item).toList());
      case "toString" ->
          convert(
              name,
              arguments,
              item -> item.node().isValueNode() ? Values.of(item.node().asText()) : List.of());
      case "toInteger" -> convert(name, arguments, item -> toInteger(decimal(item)));
      case "toDecimal" -> convert(name, arguments, item -> Values.of(decimal(item)));
      case "toBoolean" -> convert(name, arguments, ScalarFunctions::toBoolean);
      case "abs" -> number(name, arguments, BigDecimal::abs);
      case "ceiling" -> number(name, arguments, n -> n.setScale(0, RoundingMode.CEILING));
      case "floor" -> number(name, arguments, n -> n.setScale(0, RoundingMode.FLOOR));
      case "truncate" -> number(name, arguments, n -> n.setScale(0, RoundingMode.DOWN));
      case "sqrt" ->
          number(name, arguments, n -> n.signum() < 0 ? null : n.sqrt(MathContext.DECIMAL64));
      case "ln" ->
          number(
              name,
              arguments,
              n -> n.signum() <= 0 ? null : BigDecimal.valueOf(Math.log(n.doubleValue())));
      case "exp" -> number(name, arguments, n -> BigDecimal.valueOf(Math.exp(n.doubleValue())));
      case "round" -> round(arguments);
      default -> throw new FhirPathException("unknown function " + name + "()");
    };
  }

  @FunctionalInterface
  private interface Replacement {
    String apply(String text, String what, String by);
  }

  private static Item item(String text) {
    return new Item(TextNode.valueOf(text), "string");
  }

  private static Step text(
      String name, List<Node> arguments, Function<String, List<Item>> function) {
    return Functions.none(
        name,
        arguments,
        (frame, input) -> {
          var text = Values.text(input, name + "()");
          return text == null ? List.of() : function.apply(text);
        });
  }

  private static Step text(
      String name, List<Node> arguments, BiFunction<String, String, List<Item>> function) {
    var argument = Functions.argument(name, arguments);
    return (frame, input) -> {
      var text = Values.text(input, name + "()");
      var part = Values.text(argument.evaluate(frame), name + "()");
      return text == null || part == null ? List.of() : function.apply(text, part);
    };
  }

  private static Step replace(String name, List<Node> arguments, Replacement replacement) {
    if (arguments.size() != 2) {
      throw new FhirPathException(name + "() takes two arguments");
    }
    return (frame, input) -> {
      var text = Values.text(input, name + "()");
      var what = Values.text(arguments.get(0).evaluate(frame), name + "()");
      var by = Values.text(arguments.get(1).evaluate(frame), name + "()");
      return text == null || what == null || by == null
          ? List.of()
          : Values.of(replacement.apply(text, what, by));
    };
  }

  private static Step substring(List<Node> arguments) {
    if (arguments.isEmpty() || arguments.size() > 2) {
      throw new FhirPathException("substring() takes one or two arguments");
    }
    return (frame, input) -> {
      var text = Values.text(input, "substring()");
      var start = Values.integer(arguments.getFirst().evaluate(frame), "substring()");
      var length =
          arguments.size() == 2
              ? Values.integer(arguments.get(1).evaluate(frame), "substring()")
              : null;
      if (text == null || start == null || start < 0 || start >= text.length()) {
        return List.of();
      }
      int left = text.length() - start;
      return Values.of(
          text.substring(start, start + (length == null ? left : Math.clamp(length, 0, left))));
    };
  }

  private static Step number(
      String name, List<Node> arguments, Function<BigDecimal, @Nullable BigDecimal> function) {
    return Functions.none(
        name,
        arguments,
        (frame, input) -> {
          var number = Values.number(input, name + "()");
          return number == null ? List.of() : Values.of(function.apply(number));
        });
  }

  private static Step round(List<Node> arguments) {
    if (arguments.size() > 1) {
      throw new FhirPathException("round() takes at most one argument");
    }
    return (frame, input) -> {
      var number = Values.number(input, "round()");
      var digits =
          arguments.isEmpty()
              ? Integer.valueOf(0)
              : Values.integer(arguments.getFirst().evaluate(frame), "round()");
      return number == null || digits == null
          ? List.of()
          : Values.of(number.setScale(digits, RoundingMode.HALF_UP));
    };
  }

  private static Step convert(
      String name, List<Node> arguments, Function<Item, List<Item>> function) {
    return Functions.none(
        name,
        arguments,
        (frame, input) -> {
          var item = Values.single(input, name + "()");
          return item == null || !item.hasValue() ? List.of() : function.apply(item);
        });
  }

  private static @Nullable BigDecimal decimal(Item item) {
    if (item.node().isBoolean()) {
      return item.node().booleanValue() ? BigDecimal.ONE : BigDecimal.ZERO;
    }
    try {
      return item.node().isNumber()
          ? item.node().decimalValue()
          : new BigDecimal(item.node().asText());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static List<Item> toInteger(@Nullable BigDecimal number) {
    return number == null || number.stripTrailingZeros().scale() > 0
        ? List.of()
        : Values.of(number.longValue());
  }

  private static List<Item> toBoolean(Item item) {
    return switch (item.node().asText().toLowerCase(Locale.ROOT)) {
      case "true", "t", "yes", "y", "1", "1.0" -> Values.of(Boolean.TRUE);
      case "false", "f", "no", "n", "0", "0.0" -> Values.of(Boolean.FALSE);
      default -> List.of();
    };
  }

  private static String replaceMatches(String text, String regex, String by) {
    try {
      return Patterns.matcher(regex, text).replaceAll(by);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new FhirPathException("replaceMatches() names a group that does not exist");
    }
  }
}
