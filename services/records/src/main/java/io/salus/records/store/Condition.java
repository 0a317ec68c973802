package io.salus.records.store;

import io.salus.records.index.IndexEntries;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search that must say which resource is meant. Most are: what all hashes have in common.
 *
 * @param hashes each of a token or reference of the type; empty when only the meaning says all
 * @param meaning null for hashes that the service made itself
 */
public record Condition(String type, List<Long> hashes, @Nullable Meaning meaning) {
  public Condition {
    hashes = hashes.stream().distinct().sorted().toList();
    if (hashes.isEmpty() && meaning == null) {
      throw new IllegalArgumentException("a condition without hashes would match everything");
    }
  }

  /** What is found by hashes alone. */
  public Condition(String type, List<Long> hashes) {
    this(type, hashes, null);
  }

  /** What a search asks. */
  public interface Meaning {
    /** The same for all that ask the same, on every machine. */
    String name();

    /** Finds what is meant. */
    Statement statement();

    /** Whether a resource of the type that is not stored yet is meant, as far as it can tell. */
    boolean matches(IndexEntries entries);
  }

  /** A statement that answers one array of ids, at most two: two say as much as many. */
  public record Statement(String sql, List<@Nullable Object> arguments) {}

  /** Whether a statement finds it, and not hashes. */
  boolean isSearched() {
    return hashes.isEmpty();
  }

  /** What finds it when hashes do not. */
  Statement statement() {
    if (meaning == null) {
      throw new IllegalStateException("is found by hashes");
    }
    return meaning.statement();
  }

  /** Whether it matches a resource of its type that is indexed so. */
  public boolean matches(IndexEntries entries) {
    return meaning != null && meaning.matches(entries);
  }

  String[] lockName() {
    String what = hashes.isEmpty() && meaning != null ? meaning.name() : hashes.toString();
    return new String[] {"?", type, what};
  }
}
