package io.salus.records.index;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one resource is found by. {@code param} is the code of the search parameter. No list holds
 * an entry twice.
 *
 * @param patients ids of the patients whose compartments the resource belongs to
 */
public record IndexEntries(
    List<Token> tokens,
    List<Text> strings,
    List<Interval> dates,
    List<Reference> references,
    List<Value> numbers,
    List<Measure> quantities,
    List<Uri> uris,
    Set<String> patients) {

  /** The low bound of a period without a start. */
  public static final long BEGINNING = Long.MIN_VALUE;

  /** The high bound of a period without an end. */
  public static final long END = Long.MAX_VALUE;

  public IndexEntries {
    tokens = List.copyOf(tokens);
    strings = List.copyOf(strings);
    dates = List.copyOf(dates);
    references = List.copyOf(references);
    numbers = List.copyOf(numbers);
    quantities = List.copyOf(quantities);
    uris = List.copyOf(uris);
    patients = Set.copyOf(patients);
  }

  /** To be found by {@code code} and, when there is a system, by {@code system|code}. */
  public record Token(String param, @Nullable String system, String code) {}

  /** A string, or one part of a name or address, as {@link SearchText#normalise} makes it. */
  public record Text(String param, String text) {}

  /** UTC, microseconds since 1970, half open. */
  public record Interval(String param, long lowMicros, long highMicros) {}

  /** A reference to a resource of this server; its version is left out. */
  public record Reference(String param, String targetType, String targetId) {}

  /** A number; a range is two, its ends. */
  public record Value(String param, BigDecimal value) {}

  /**
   * A quantity; a range is two, its ends. Money has the system {@code urn:iso:std:iso:4217} and its
   * currency as code.
   */
  public record Measure(
      String param,
      BigDecimal value,
      @Nullable String system,
      @Nullable String code,
      @Nullable String unit) {}

  /**
   * A uri, and a canonical one without its version too. Reference parameters have these when they
   * point to canonical urls or to other servers.
   */
  public record Uri(String param, String value) {}
}
