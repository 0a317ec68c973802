package io.salus.records.subscription;

import io.salus.records.index.IndexEntries;
import io.salus.records.index.IndexEntries.Concept;
import io.salus.records.index.IndexEntries.Entry;
import io.salus.records.index.IndexEntries.Identified;
import io.salus.records.index.IndexEntries.Interval;
import io.salus.records.index.IndexEntries.Measure;
import io.salus.records.index.IndexEntries.Present;
import io.salus.records.index.IndexEntries.Reference;
import io.salus.records.index.IndexEntries.Text;
import io.salus.records.index.IndexEntries.Token;
import io.salus.records.index.IndexEntries.Uri;
import io.salus.records.index.IndexEntries.Value;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One condition on what a resource is indexed by; {@code param} is the code of the search
 * parameter. Lists mean that any of them will do.
 */
sealed interface Criterion {
  boolean matches(IndexEntries entries);

  /** Has an entry of the parameter that fits. */
  private static <T extends Entry> boolean any(
      IndexEntries entries, Class<T> kind, String param, Predicate<T> fits) {
    for (Entry entry : entries.entries()) {
      if (kind.isInstance(entry) && entry.param().equals(param) && fits.test(kind.cast(entry))) {
        return true;
      }
    }
    return false;
  }

  /** Has a code. */
  record Tokens(String param, List<TokenValue> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Token.class,
          param,
          token -> anyOf.stream().anyMatch(v -> v.fits(token.system(), token.code())));
    }
  }

  /**
   * {@code code}, {@code system|code}, {@code |code} or {@code system|}.
   *
   * @param system null for any, empty for none
   * @param code empty for any
   */
  record TokenValue(@Nullable String system, String code) {
    boolean fits(@Nullable String otherSystem, String otherCode) {
      boolean systemFits =
          system == null || (system.isEmpty() ? otherSystem == null : system.equals(otherSystem));
      return systemFits && (code.isEmpty() || code.equals(otherCode));
    }
  }

  /** Has a code whose text, or the text beside it, begins with one of these, normalized. */
  record Concepts(String param, List<String> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Concept.class,
          param,
          concept -> anyOf.stream().anyMatch(concept.text()::startsWith));
    }
  }

  /** Has a string that fits. */
  record Texts(String param, Predicate<Text> fits) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(entries, Text.class, param, fits);
    }
  }

  /** Has a time that compares so. */
  record Times(String param, List<TimeValue> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Interval.class,
          param,
          date -> anyOf.stream().anyMatch(v -> v.fits(date.lowMicros(), date.highMicros())));
    }
  }

  /** Has a number that compares so. */
  record Numbers(String param, List<NumberValue> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Value.class,
          param,
          number -> anyOf.stream().anyMatch(v -> v.fits(number.low(), number.high())));
    }
  }

  /** Has a quantity that compares so. */
  record Quantities(String param, List<QuantityValue> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries, Measure.class, param, measure -> anyOf.stream().anyMatch(v -> v.fits(measure)));
    }
  }

  /** Refers to a resource of this server; no types mean any type. */
  record References(String param, Set<String> types, String id) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Reference.class,
          param,
          reference ->
              (types.isEmpty() || types.contains(reference.targetType()))
                  && id.equals(reference.targetId()));
    }
  }

  /** Refers to something by its identifier. */
  record ByIdentifier(String param, List<TokenValue> anyOf) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(
          entries,
          Identified.class,
          param,
          identified ->
              anyOf.stream().anyMatch(v -> v.fits(identified.system(), identified.value())));
    }
  }

  /** Has a uri that fits. */
  record Uris(String param, Predicate<String> fits) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(entries, Uri.class, param, uri -> fits.test(uri.value()));
    }
  }

  /** Has, or has not, any value of a parameter. */
  record Missing(String param, boolean missing) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return any(entries, Present.class, param, present -> true) != missing;
    }
  }

  /** The opposite of another; a resource without the value matches. */
  record Not(Criterion other) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return !other.matches(entries);
    }
  }

  /** At least one of several. */
  record Any(List<Criterion> of) implements Criterion {
    @Override
    public boolean matches(IndexEntries entries) {
      return of.stream().anyMatch(criterion -> criterion.matches(entries));
    }
  }
}
