package io.salus.synthesis.generator;

import io.salus.learning.table.Column;
import io.salus.synthesis.encoding.TableCodec;
import io.salus.synthesis.network.Noise;
import io.salus.synthesis.population.Population;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws rows and refuses those that equal a real one, as long as others can be expected. */
final class NovelRows {
  private static final int CHUNK = 5_000;

  /** So many refusals a row, and the columns leave no choice. */
  private static final long PATIENCE = 20;

  private final TableCodec codec;
  private final Set<List<Double>> known = new HashSet<>();

  NovelRows(TableCodec codec, Population real) {
    this.codec = codec;
    for (int row = 0; row < real.rows(); row++) {
      known.add(real.key(row));
    }
  }

  SyntheticRows draw(RowGenerator generator, SynthesisPlan plan, long part, SynthesisWatch watch) {
    List<Column> pattern = List.of();
    double[][] values = new double[0][];
    long refused = 0;
    int identical = 0;
    int filled = 0;
    long patience = PATIENCE * plan.rows();
    for (long chunk = 0; filled < plan.rows(); chunk++) {
      watch.sampled(filled, plan.rows());
      int asked = Math.min(CHUNK, plan.rows() - filled);
      Population drawn =
          codec.decode(generator.sample(asked, Noise.source(plan.seed(), part + chunk)));
      if (pattern.isEmpty()) {
        pattern = drawn.columns();
        values = new double[pattern.size()][plan.rows()];
      }
      for (int row = 0; row < asked; row++) {
        boolean copy = known.contains(drawn.key(row));
        if (copy && refused < patience) {
          refused++;
          continue;
        }
        identical += copy ? 1 : 0;
        for (int column = 0; column < values.length; column++) {
          values[column][filled] = drawn.columns().get(column).value(row);
        }
        filled++;
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int column = 0; column < values.length; column++) {
      columns.add(TableCodec.like(pattern.get(column), values[column]));
    }
    return new SyntheticRows(new Population(columns, plan.rows()), identical, refused);
  }
}
