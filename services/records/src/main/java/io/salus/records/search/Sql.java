package io.salus.records.search;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a statement under construction. Values never go into its text, so that one
 * prepared statement serves all searches of the same shape.
 */
final class Sql {
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private final IdentityHashMap<Object, String> placed = new IdentityHashMap<>();
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

  String texts(List<String> texts) {
    return placed.computeIfAbsent(
        texts,
        t -> {
          arguments.add(texts.toArray(String[]::new));
          return "$" + arguments.size() + "::text[]";
        });
  }

  String flags(List<Boolean> flags) {
    arguments.add(flags.toArray(Boolean[]::new));
    return "$" + arguments.size() + "::boolean[]";
  }

  List<@Nullable Object> arguments() {
    return arguments;
  }
}
