package io.salus.records.subscription;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/** A place in the log of changes: everything up to it has been read. */
record Position(long transaction, long number) implements Comparable<Position> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");
  private static final Comparator<Position> ORDER =
      Comparator.comparingLong(Position::transaction).thenComparingLong(Position::number);

  /** The place before a transaction and all later ones. */
  static Position before(long transaction) {
    return new Position(transaction, 0);
  }

  /** As {@link #toString} writes it; empty for anything else. */
  static Optional<Position> parse(String text) {
    var match = TEXT.matcher(text);
    return match.matches()
        ? Optional.of(new Position(Long.parseLong(match.group(1)), Long.parseLong(match.group(2))))
        : Optional.empty();
  }

  Position max(Position other) {
    return compareTo(other) >= 0 ? this : other;
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return transaction + "-" + number;
  }
}
