package io.salus.records.search;

import io.salus.records.search.Clause.Rows;
import io.salus.records.search.Clause.Span;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Roughly how many rows a clause finds. It chooses between plans that all give the same answer, so
 * that a wrong guess costs time only.
 */
final class Estimate {
  /** More than so many are not worth gathering when a walk may find a page sooner. */
  static final double MANY = 5_000;

  private static final double UNKNOWN = 1e7;
  private static final long MONTH = TimeUnit.DAYS.toMicros(31);

  private final Shares shares;

  Estimate(Shares shares) {
    this.shares = shares;
  }

  /** The clause that finds the fewest, or null when none can be looked up. */
  @Nullable Clause best(List<Clause> clauses) {
    return clauses.stream()
        .filter(clause -> rows(clause) < UNKNOWN)
        .min(Comparator.comparingDouble(this::rows))
        .orElse(null);
  }

  /** All of them together. */
  double rows(Rows rows) {
    double least = rows.kinds().stream().mapToDouble(this::ofKind).sum();
    for (Clause clause : rows.clauses()) {
      least = Math.min(least, rows(clause));
    }
    return least;
  }

  private double ofKind(long kind) {
    double share = shares.ofKind(kind);
    return share == 0 ? UNKNOWN : share * shares.rows();
  }

  double rows(Clause clause) {
    return switch (clause) {
      case Clause.IsOneOf c -> c.ids().size();
      case Clause.Carries c -> Math.max(10, share(c) * shares.rows());
      case Clause.RefersTo c -> 100;
      case Clause.CarriesDescribed c -> 2_000;
      case Clause.LinkedFrom c -> Math.min(UNKNOWN / 2, 10 + 2 * rows(c.rows()));
      case Clause.LinksTo c -> Math.min(UNKNOWN / 2, 500 + 100 * rows(c.rows()));
      case Clause.Either c ->
          c.parts().stream().allMatch(Clause.LinksTo.class::isInstance)
              ? c.parts().stream().mapToDouble(this::rows).sum()
              : UNKNOWN;
      case Clause.HasText c -> c.anywhere() ? 3_000 : 300;
      case Clause.InRange c -> c.anyOf().stream().mapToDouble(Estimate::rows).sum();
      case Clause.InRanges c ->
          RangeScan.inAll(c.parts()).stream().mapToDouble(Estimate::rows).sum();
      case Clause.Around c -> 5_000;
      case Clause.UpdatedIn c -> 50_000;
      case Clause.Both c -> UNKNOWN;
      case Clause.Without c -> UNKNOWN;
    };
  }

  /** The part of all rows that carry one of the hashes. */
  double share(Clause.Carries carries) {
    return carries.anyOf().stream().mapToDouble(shares::ofToken).sum();
  }

  /** The part of the kinds' rows that a walk over them may expect to carry all that is demanded. */
  double shareOfWalk(Rows rows) {
    double kinds = rows.kinds().stream().mapToDouble(shares::ofKind).sum();
    double share = 1;
    for (Clause clause : rows.clauses()) {
      if (clause instanceof Clause.Carries carries) {
        share *= Math.min(1, share(carries) / Math.max(kinds, 1e-9));
      } else if (!(clause instanceof Clause.Without)) {
        share *= 0.1;
      }
    }
    return share;
  }

  /** Of the kinds' rows, as if no condition knew of another. */
  double matches(Rows rows) {
    return allRows() * rows.kinds().stream().mapToDouble(shares::ofKind).sum() * shareOfWalk(rows);
  }

  double allRows() {
    return shares.rows();
  }

  private static double rows(Span span) {
    if (!span.time()) {
      return 20_000;
    }
    long low = Math.max(span.box().lowFrom(), span.box().highFrom());
    long high = Math.min(span.box().lowTo(), span.box().highTo());
    boolean closed = low != Long.MIN_VALUE && high != Long.MAX_VALUE;
    return closed && high - low <= MONTH ? 1_500 : 40_000;
  }
}
