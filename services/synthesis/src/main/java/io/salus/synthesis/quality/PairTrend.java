package io.salus.synthesis.quality;

import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import java.util.Arrays;

/**
 * How alike the dependence of two columns is in both populations, rows with a missing value left
 * out. 1 is alike. The definitions are those of SDMetrics' CorrelationSimilarity and
 * ContingencySimilarity.
 */
public final class PairTrend {
  /** Bins of a number beside a boolean or a category. */
  private static final int BINS = 10;

  private PairTrend() {}

  static double of(Column realA, Column realB, Column synthA, Column synthB) {
    if (realA.kind() == ColumnKind.NUMBER && realB.kind() == ColumnKind.NUMBER) {
      return correlation(pearson(realA, realB), pearson(synthA, synthB));
    }
    Bins a = Bins.of(realA);
    Bins b = Bins.of(realB);
    return ColumnShape.totalVariation(
        contingency(realA, realB, a, b), contingency(synthA, synthB, a, b));
  }

  /** 1 - |r - s| / 2 of two correlation coefficients. */
  static double correlation(double real, double synthetic) {
    return 1 - Math.abs(real - synthetic) / 2;
  }

  /** Pearson's coefficient over rows that have both values; 0 where one of them does not vary. */
  public static double pearson(Column a, Column b) {
    double n = 0;
    double meanA = 0;
    double meanB = 0;
    double squaresA = 0;
    double squaresB = 0;
    double products = 0;
    for (int i = 0; i < a.size(); i++) {
      if (!a.missing(i) && !b.missing(i)) {
        n++;
        double offA = a.value(i) - meanA;
        double offB = b.value(i) - meanB;
        meanA += offA / n;
        meanB += offB / n;
        squaresA += offA * (a.value(i) - meanA);
        squaresB += offB * (b.value(i) - meanB);
        products += offA * (b.value(i) - meanB);
      }
    }
    double scale = Math.sqrt(squaresA * squaresB);
    return scale < 1e-12 ? 0 : Math.clamp(products / scale, -1, 1);
  }

  /** Share of rows in each pair of bins, row by row of the table. */
  private static double[] contingency(Column a, Column b, Bins binsA, Bins binsB) {
    double[] shares = new double[binsA.count() * binsB.count()];
    int rows = 0;
    for (int i = 0; i < a.size(); i++) {
      if (!a.missing(i) && !b.missing(i)) {
        shares[binsA.bin(a.value(i)) * binsB.count() + binsB.bin(b.value(i))]++;
        rows++;
      }
    }
    double all = Math.max(1, rows);
    return Arrays.stream(shares).map(count -> count / all).toArray();
  }

  /** Levels as they are, numbers in bins of equal width over the real range. */
  private record Bins(int count, double least, double width) {
    static Bins of(Column real) {
      return switch (real.kind()) {
        case BOOLEAN -> new Bins(2, 0, 1);
        case CATEGORY -> new Bins(Math.max(1, real.levels().size()), 0, 1);
        case NUMBER -> {
          double[] present = ColumnShape.present(real);
          double least = Arrays.stream(present).min().orElse(0);
          double most = Arrays.stream(present).max().orElse(0);
          yield new Bins(BINS, least, most > least ? (most - least) / BINS : 1);
        }
      };
    }

    int bin(double value) {
      return Math.clamp((long) Math.floor((value - least) / width), 0, count - 1);
    }
  }
}
