package io.salus.records.index;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one resource is found by. No entry comes twice.
 *
 * @param patients ids of the patients whose compartments the resource belongs to
 */
public record IndexEntries(List<Entry> entries, Set<String> patients) {

  /** The low bound of a period without a start. */
  public static final long BEGINNING = Long.MIN_VALUE;

  /** The high bound of a period without an end. */
  public static final long END = Long.MAX_VALUE;

  public IndexEntries {
    entries = List.copyOf(entries);
    patients = Set.copyOf(patients);
  }

  /** The entries of one kind. */
  public <T extends Entry> List<T> of(Class<T> kind) {
    return entries.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** Codes and identifiers. */
  public List<Token> tokens() {
    return of(Token.class);
  }

  /** Strings. */
  public List<Text> strings() {
    return of(Text.class);
  }

  /** Dates and times. */
  public List<Interval> dates() {
    return of(Interval.class);
  }

  /** References to resources of this server. */
  public List<Reference> references() {
    return of(Reference.class);
  }

  /** Numbers without a unit. */
  public List<Value> numbers() {
    return of(Value.class);
  }

  /** Numbers with a unit. */
  public List<Measure> quantities() {
    return of(Measure.class);
  }

  /** Urls. */
  public List<Uri> uris() {
    return of(Uri.class);
  }

  /** One thing that a resource is found by. {@code param} is the code of the search parameter. */
  public sealed interface Entry {
    String param();
  }

  /** The parameter has a value, also one that cannot be searched: {@code :missing}. */
  public record Present(String param) implements Entry {}

  /** To be found by {@code code} and, when there is a system, by {@code system|code}. */
  public record Token(String param, @Nullable String system, String code) implements Entry {}

  /**
   * A text for {@code :text}, as {@link SearchText#normalise} makes it.
   *
   * @param code that it is the display of; null for a text of the resource's own
   */
  public record Concept(String param, @Nullable String system, @Nullable String code, String text)
      implements Entry {}

  /** An identifier by a code of its type and its value: {@code :of-type}. */
  public record Typed(String param, @Nullable String system, String code, String value)
      implements Entry {}

  /**
   * A string, or one part of a name or address.
   *
   * @param text as {@link SearchText#normalise} makes it
   * @param written as it is in the resource: {@code :exact}
   */
  public record Text(String param, String text, String written) implements Entry {}

  /** UTC, microseconds since 1970, half open. */
  public record Interval(String param, long lowMicros, long highMicros) implements Entry {}

  /** A reference to a resource of this server; its version is left out. */
  public record Reference(String param, String targetType, String targetId) implements Entry {}

  /** A reference by identifier: {@code :identifier}. */
  public record Identified(String param, @Nullable String system, String value) implements Entry {}

  /** A number, or a range whose open end is null. */
  public record Value(String param, @Nullable BigDecimal low, @Nullable BigDecimal high)
      implements Entry {
    /** The number, or the end of the range that is there. */
    public BigDecimal value() {
      return low == null ? Objects.requireNonNull(high) : low;
    }
  }

  /**
   * A quantity, or a range whose open end is null. Money has the system {@code
   * urn:iso:std:iso:4217} and its currency as code. A range whose ends have two units has none of
   * them.
   */
  public record Measure(
      String param,
      @Nullable BigDecimal low,
      @Nullable BigDecimal high,
      @Nullable String system,
      @Nullable String code,
      @Nullable String unit)
      implements Entry {
    /** The number, or the end of the range that is there. */
    public BigDecimal value() {
      return low == null ? Objects.requireNonNull(high) : low;
    }
  }

  /**
   * A uri, and a canonical one without its version too. Reference parameters have these when they
   * point to canonical urls or to other servers.
   */
  public record Uri(String param, String value) implements Entry {}

  /** A uri, without a slash at its end, that the resource's uri begins with: {@code :below}. */
  public record Below(String param, String beginning) implements Entry {}

  /** Degrees, WGS84. */
  public record Position(String param, double latitude, double longitude) implements Entry {}

  /**
   * Two parts of one element, the second a token or reference. A token comes as {@code code} and as
   * {@code system|code} ({@code |code} without a system), a reference as {@code Type/id}.
   */
  public record Pair(String param, String first, String second) implements Entry {}

  /**
   * A token and a quantity of one element; of three parts, a token and the numbers of the second
   * and third as {@code low} and {@code high}.
   *
   * @param unit as of {@link Amounts.Amount}
   */
  public record PairAmount(String param, String first, String unit, double low, double high)
      implements Entry {}
}
