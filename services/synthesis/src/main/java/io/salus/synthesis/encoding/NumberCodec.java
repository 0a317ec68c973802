package io.salus.synthesis.encoding;

import io.salus.learning.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Mode-specific normalisation (Xu et al., "Modeling tabular data using conditional GAN", NeurIPS
 * 2019, section 4.2): a level for each mode of the column, and inside it the offset (value - mean)
 * / (4 deviations). Two things are added: a value that many rows share is a level of its own and
 * comes back exactly, and missing is a level too.
 */
final class NumberCodec implements ColumnCodec {
  /** A value that fewer rows share could point to a patient. */
  private static final int FEWEST_SHARING = 5;

  private static final double SHARE_OF_AN_ATOM = 0.05;
  private static final double DEVIATIONS = 4;

  private final List<Mode> modes;
  private final boolean missing;
  private final double least;
  private final double most;
  private final double step;

  private NumberCodec(List<Mode> modes, boolean missing, double[] present) {
    this.modes = List.copyOf(modes);
    this.missing = missing;
    this.least = Arrays.stream(present).min().orElse(0);
    this.most = Arrays.stream(present).max().orElse(0);
    this.step = step(present);
  }

  static NumberCodec fit(Column column) {
    double[] present = Arrays.stream(column.values()).filter(v -> !Double.isNaN(v)).toArray();
    Map<Double, Integer> counts = new TreeMap<>();
    Arrays.stream(present).forEach(v -> counts.merge(v + 0.0, 1, Integer::sum));
    List<Mode> modes = new ArrayList<>();
    double often = Math.max(FEWEST_SHARING, SHARE_OF_AN_ATOM * column.size());
    counts.forEach(
        (value, count) -> {
          if (count >= often) {
            modes.add(new Mode((double) count / present.length, value, 0));
          }
        });
    double[] others =
        Arrays.stream(present).filter(v -> counts.getOrDefault(v + 0.0, 0) < often).toArray();
    if (others.length > 0) {
      double share = (double) others.length / present.length;
      MixtureFit.fit(others)
          .forEach(m -> modes.add(new Mode(m.weight() * share, m.mean(), m.deviation())));
    }
    boolean missing = present.length < column.size() || modes.isEmpty();
    return new NumberCodec(modes, missing, present);
  }

  @Override
  public int levels() {
    return modes.size() + (missing ? 1 : 0);
  }

  @Override
  public boolean spread(int level) {
    return level < modes.size() && modes.get(level).deviation() > 0;
  }

  @Override
  public Cell encode(double value, RandomGenerator random) {
    if (Double.isNaN(value)) {
      return new Cell(modes.size(), 0);
    }
    int level = level(value, random);
    Mode mode = modes.get(level);
    double offset =
        mode.deviation() == 0 ? 0 : (value - mode.mean()) / (DEVIATIONS * mode.deviation());
    return new Cell(level, Math.clamp(offset, -1, 1));
  }

  /** A mode drawn by how well each explains the value. */
  private int level(double value, RandomGenerator random) {
    double total = 0;
    int nearest = 0;
    for (int i = 0; i < modes.size(); i++) {
      Mode mode = modes.get(i);
      if (mode.deviation() == 0 && mode.mean() == value) {
        return i;
      }
      total += mode.deviation() == 0 ? 0 : mode.density(value);
      if (Math.abs(mode.mean() - value) < Math.abs(modes.get(nearest).mean() - value)) {
        nearest = i;
      }
    }
    double left = random.nextDouble() * total;
    for (int i = 0; i < modes.size() && total > 0; i++) {
      left -= modes.get(i).deviation() == 0 ? 0 : modes.get(i).density(value);
      if (left < 0) {
        return i;
      }
    }
    return nearest;
  }

  @Override
  public double decode(int level, double offset) {
    if (level >= modes.size()) {
      return Double.NaN;
    }
    Mode mode = modes.get(level);
    if (mode.deviation() == 0) {
      return mode.mean();
    }
    double value = mode.mean() + DEVIATIONS * mode.deviation() * offset;
    double rounded = step == 0 ? inside(value) : Math.rint(inside(value) / step) * step;
    return Math.clamp(step == 0 ? rounded : tidy(rounded), least, most);
  }

  /**
   * Values past the range come back by as much as they went over: cutting them off would repeat the
   * two most extreme patients.
   */
  private double inside(double value) {
    if (value < least) {
      return Math.min(most, 2 * least - value);
    }
    return value > most ? Math.max(least, 2 * most - value) : value;
  }

  /** 0.1 * 3 is 0.30000000000000004; the column says 0.3. */
  private static double tidy(double value) {
    return Math.rint(value * 1e6) / 1e6;
  }

  /** The power of ten that all values are multiples of, from 1 to 1e-6; 0 when there is none. */
  private static double step(double[] present) {
    double scale = 1;
    for (int decimals = 0; decimals <= 6; decimals++, scale *= 10) {
      double factor = scale;
      if (Arrays.stream(present)
          .allMatch(v -> Math.abs(v * factor - Math.rint(v * factor)) < 1e-9 * factor)) {
        return 1 / factor;
      }
    }
    return 0;
  }
}
