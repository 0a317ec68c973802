package io.salus.records.fhirpath;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Functions on collections; those on single strings and numbers are in {@link ScalarFunctions}. */
final class Functions {
  /** More elements than a resource has under one path; an expression can make new ones for ever. */
  private static final int MOST_REPEATED = 5_000;

  private Functions() {}

  /** Functions and operators whose argument is the name of a type. */
  static Step typed(String name, String type) {
    return switch (name) {
      case "is" ->
          (frame, input) -> {
            var item = Values.single(input, "is");
            return item == null ? List.of() : Values.of((Boolean) Types.matches(item, type));
          };
      case "getReferenceKey" -> (frame, input) -> References.key(input, type);
      // R4's search parameters use `as` on collections and mean a filter, as ofType() does.
      default -> (frame, input) -> keep(input, type);
    };
  }

  static Step create(String name, List<Node> arguments) {
    return switch (name) {
      case "[]" -> index(argument(name, arguments));
      case "exists" ->
          arguments.isEmpty() ? exists() : where(argument(name, arguments)).then(exists());
      case "empty" -> none(name, arguments, (frame, input) -> Values.of((Boolean) input.isEmpty()));
      case "not" ->
          none(
              name,
              arguments,
              (frame, input) -> Values.of(Operators.not(Values.truth(input, name))));
      case "count" -> none(name, arguments, (frame, input) -> Values.of(input.size()));
      case "first" ->
          none(
              name,
              arguments,
              (frame, input) -> input.isEmpty() ? input : List.of(input.getFirst()));
      case "last" ->
          none(
              name,
              arguments,
              (frame, input) -> input.isEmpty() ? input : List.of(input.getLast()));
      case "tail" ->
          none(
              name,
              arguments,
              (frame, input) -> input.isEmpty() ? input : input.subList(1, input.size()));
      case "single" -> none(name, arguments, (frame, input) -> single(input));
      case "skip" -> slice(argument(name, arguments), true);
      case "take" -> slice(argument(name, arguments), false);
      case "distinct" ->
          none(name, arguments, (frame, input) -> Operators.distinct(List.of(), input));
      case "isDistinct" ->
          none(
              name,
              arguments,
              (frame, input) ->
                  Values.of(
                      (Boolean) (Operators.distinct(List.of(), input).size() == input.size())));
      case "where" -> where(argument(name, arguments));
      case "select" -> select(argument(name, arguments));
      case "repeat" -> repeat(argument(name, arguments));
      case "all" -> all(argument(name, arguments));
      case "allTrue" ->
          none(
              name,
              arguments,
              (frame, input) -> Values.of((Boolean) input.stream().allMatch(Functions::isTrue)));
      case "anyTrue" ->
          none(
              name,
              arguments,
              (frame, input) -> Values.of((Boolean) input.stream().anyMatch(Functions::isTrue)));
      case "iif" -> iif(arguments);
      case "union" -> pair(argument(name, arguments), Operators::distinct);
      case "combine" -> pair(argument(name, arguments), Functions::combine);
      case "intersect" ->
          pair(
              argument(name, arguments),
              (a, b) -> Operators.distinct(List.of(), filter(a, b, true)));
      case "exclude" -> pair(argument(name, arguments), (a, b) -> filter(a, b, false));
      case "subsetOf" ->
          pair(
              argument(name, arguments),
              (a, b) -> Values.of((Boolean) filter(a, b, false).isEmpty()));
      case "supersetOf" ->
          pair(
              argument(name, arguments),
              (a, b) -> Values.of((Boolean) filter(b, a, false).isEmpty()));
      case "children" -> none(name, arguments, (frame, input) -> Navigation.children(input));
      case "descendants" -> none(name, arguments, (frame, input) -> descendants(input));
      case "extension" -> extension(argument(name, arguments));
      case "hasValue" ->
          none(
              name,
              arguments,
              (frame, input) ->
                  Values.of((Boolean) (input.size() == 1 && input.getFirst().hasValue())));
      case "getValue" ->
          none(name, arguments, (frame, input) -> input.stream().filter(Item::hasValue).toList());
      case "resolve" -> none(name, arguments, References::resolve);
      case "getResourceKey" -> none(name, arguments, Navigation.child("id"));
      case "getReferenceKey" ->
          none(name, arguments, (frame, input) -> References.key(input, null));
      case "join" -> join(arguments);
      default -> ScalarFunctions.create(name, arguments);
    };
  }

  static Node argument(String name, List<Node> arguments) {
    if (arguments.size() != 1) {
      throw new FhirPathException(name + "() takes one argument");
    }
    return arguments.getFirst();
  }

  static Step none(String name, List<Node> arguments, Step step) {
    if (!arguments.isEmpty()) {
      throw new FhirPathException(name + "() takes no argument");
    }
    return step;
  }

  private static Step exists() {
    return (frame, input) -> Values.of((Boolean) !input.isEmpty());
  }

  private static List<Item> keep(List<Item> input, String type) {
    if (input.size() == 1) {
      return Types.matches(input.getFirst(), type) ? input : List.of();
    }
    return input.stream().filter(item -> Types.matches(item, type)).toList();
  }

  private static Step index(Node argument) {
    return (frame, input) -> {
      var index = Values.integer(argument.evaluate(frame), "[]");
      return index == null || index < 0 || index >= input.size()
          ? List.of()
          : List.of(input.get(index));
    };
  }

  private static List<Item> single(List<Item> input) {
    var item = Values.single(input, "single()");
    return item == null ? List.of() : List.of(item);
  }

  private static Step slice(Node argument, boolean skip) {
    return (frame, input) -> {
      var count = Values.integer(argument.evaluate(frame), skip ? "skip()" : "take()");
      int cut = Math.clamp(count == null ? 0 : count, 0, input.size());
      return skip ? input.subList(cut, input.size()) : input.subList(0, cut);
    };
  }

  private static Step where(Node criteria) {
    return (frame, input) -> {
      var result = new ArrayList<Item>(input.size());
      for (int i = 0; i < input.size(); i++) {
        if (Values.isTrue(criteria.evaluate(frame.on(input.get(i), i)), "where()")) {
          result.add(input.get(i));
        }
      }
      return result;
    };
  }

  private static Step select(Node projection) {
    return (frame, input) -> {
      var result = new ArrayList<Item>(input.size());
      for (int i = 0; i < input.size(); i++) {
        result.addAll(projection.evaluate(frame.on(input.get(i), i)));
      }
      return result;
    };
  }

  private static Step all(Node criteria) {
    return (frame, input) -> {
      for (int i = 0; i < input.size(); i++) {
        if (!Values.isTrue(criteria.evaluate(frame.on(input.get(i), i)), "all()")) {
          return Values.of(Boolean.FALSE);
        }
      }
      return Values.of(Boolean.TRUE);
    };
  }

  private static Step repeat(Node projection) {
    var once = select(projection);
    return (frame, input) -> {
      var result = new ArrayList<Item>();
      var next = once.apply(frame, input);
      while (!next.isEmpty()) {
        var fresh = next.stream().filter(item -> !Comparison.contains(result, item)).toList();
        result.addAll(fresh);
        if (result.size() > MOST_REPEATED) {
          throw new FhirPathException("repeat() comes to no end");
        }
        next = once.apply(frame, fresh);
      }
      return result;
    };
  }

  private static List<Item> descendants(List<Item> input) {
    var result = new ArrayList<Item>();
    var next = Navigation.children(input);
    while (!next.isEmpty()) {
      result.addAll(next);
      next = Navigation.children(next);
    }
    return result;
  }

  private static Step iif(List<Node> arguments) {
    if (arguments.size() < 2 || arguments.size() > 3) {
      throw new FhirPathException("iif() takes two or three arguments");
    }
    return (frame, input) -> {
      var item = Values.single(input, "iif()");
      var inner = item == null ? frame : frame.on(item, 0);
      if (Values.isTrue(arguments.get(0).evaluate(inner), "iif()")) {
        return arguments.get(1).evaluate(inner);
      }
      return arguments.size() == 3 ? arguments.get(2).evaluate(inner) : List.of();
    };
  }

  private static Step pair(Node argument, java.util.function.BinaryOperator<List<Item>> function) {
    return (frame, input) -> function.apply(input, argument.evaluate(frame));
  }

  private static List<Item> combine(List<Item> a, List<Item> b) {
    var result = new ArrayList<Item>(a);
    result.addAll(b);
    return result;
  }

  private static List<Item> filter(List<Item> items, List<Item> others, boolean contained) {
    return items.stream().filter(item -> Comparison.contains(others, item) == contained).toList();
  }

  private static Step extension(Node argument) {
    return (frame, input) -> {
      var url = Values.text(argument.evaluate(frame), "extension()");
      return url == null ? List.of() : Navigation.extensions(input, url);
    };
  }

  private static Step join(List<Node> arguments) {
    if (arguments.size() > 1) {
      throw new FhirPathException("join() takes at most one argument");
    }
    return (frame, input) -> {
      var separator =
          arguments.isEmpty() ? "" : Values.text(arguments.getFirst().evaluate(frame), "join()");
      return Values.of(
          input.stream()
              .filter(Item::hasValue)
              .map(item -> item.node().asText())
              .collect(Collectors.joining(separator == null ? "" : separator)));
    };
  }

  private static boolean isTrue(Item item) {
    return item.node().equals(BooleanNode.TRUE);
  }
}
