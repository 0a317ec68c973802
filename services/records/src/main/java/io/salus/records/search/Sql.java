package io.salus.records.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a statement under construction. Values never go into its text, so that one
 * prepared statement serves all searches of the same shape.
 */
final class Sql {
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private final IdentityHashMap<Object, String> placed = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Map<String, List<?>>> derived = new IdentityHashMap<>();
  private int names;

  /** The tenant, always the first. */
  Sql(String tenant) {
    arguments.add(tenant);
  }

  /** A name that no other part of the statement has. */
  String name(String stem) {
    return stem + names++;
  }

  String number(@Nullable Long number) {
    arguments.add(number);
    return "$" + arguments.size() + "::bigint";
  }

  /** The same list is one argument, wherever it is needed. */
  String numbers(List<Long> numbers) {
    return placed.computeIfAbsent(
        numbers,
        n -> {
          arguments.add(numbers.toArray(Long[]::new));
          return "$" + arguments.size() + "::bigint[]";
        });
  }

  /** Whether a column, or something that equals it, is one of the numbers. */
  String in(String column, List<Long> numbers) {
    return numbers.size() == 1
        ? column + " = (" + numbers(numbers) + ")[1]"
        : column + " = any (" + numbers(numbers) + ")";
  }

  String texts(List<String> texts) {
    return placed.computeIfAbsent(
        texts,
        t -> {
          arguments.add(texts.toArray(String[]::new));
          return "$" + arguments.size() + "::text[]";
        });
  }

  String uuid(UUID uuid) {
    arguments.add(uuid);
    return "$" + arguments.size() + "::uuid";
  }

  String flags(List<Boolean> flags) {
    arguments.add(flags.toArray(Boolean[]::new));
    return "$" + arguments.size() + "::boolean[]";
  }

  List<@Nullable Object> arguments() {
    return arguments;
  }

  /** A list that is derived from something is made once, so that it is one argument. */
  @SuppressWarnings("unchecked") // each name is used with one type of element
  <T> List<T> derived(Object of, String what, Supplier<List<T>> make) {
    return (List<T>)
        derived
            .computeIfAbsent(of, o -> new HashMap<>())
            .computeIfAbsent(what, w -> new ArrayList<>(make.get()));
  }
}
