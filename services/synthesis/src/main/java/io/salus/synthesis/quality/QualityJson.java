package io.salus.synthesis.quality;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;

/** The figures as JSON; the plain numbers come first. */
public final class QualityJson {
  private static final int WORST_PAIRS = 10;
  private final ObjectMapper json;

  public QualityJson(ObjectMapper json) {
    this.json = json;
  }

  /** Writes all figures and the verdict. */
  public ObjectNode write(Quality quality, Verdict verdict, long seed) {
    ObjectNode node = json.createObjectNode();
    put(node, "column_shapes", quality.columnShapes());
    put(node, "pair_trends", quality.pairTrends());
    put(node, "pair_trends_if_independent", quality.independentPairs());
    put(node, "missingness", quality.missingness());
    node.put("conclusive", verdict.conclusive());
    node.put("verdict", String.join(" ", verdict.sentences()));
    ObjectNode rows = node.putObject("rows");
    rows.put("trained", quality.trained());
    rows.put("held_out", quality.heldOut());
    rows.put("synthetic", quality.synthetic());
    rows.put("identical_to_real", quality.identical());
    rows.put("refused_as_identical", quality.refused());
    ObjectNode closest = node.putObject("distance_to_closest_record");
    distances(closest.putObject("synthetic"), quality.syntheticDistances(), seed);
    distances(closest.putObject("held_out"), quality.heldOutDistances(), seed);
    ArrayNode columns = node.putArray("columns");
    for (ColumnQuality column : quality.columns()) {
      columns
          .addObject()
          .put("name", column.name())
          .put("measure", column.measure())
          .put("shape", tidy(column.shape()))
          .put("missing_real", tidy(column.realMissing()))
          .put("missing_synthetic", tidy(column.syntheticMissing()));
    }
    ArrayNode worst = node.putArray("worst_pairs");
    quality.pairs().stream()
        .sorted(Comparator.comparingDouble(PairQuality::score))
        .limit(WORST_PAIRS)
        .forEach(
            pair ->
                worst
                    .addObject()
                    .put("a", pair.a())
                    .put("b", pair.b())
                    .put("score", tidy(pair.score())));
    return node;
  }

  private static void distances(ObjectNode node, Distances distances, long seed) {
    node.put("rows", distances.sorted().size());
    put(node, "p5", distances.quantile(0.05));
    put(node, "median", distances.quantile(0.5));
    if (!distances.sorted().isEmpty()) {
      ArrayNode interval = node.putArray("p5_interval");
      distances.interval(0.05, seed).forEach(end -> interval.add(tidy(end)));
    }
  }

  /** JSON has no NaN; a figure that is not defined is left out. */
  private static void put(ObjectNode node, String name, double value) {
    if (!Double.isNaN(value)) {
      node.put(name, tidy(value));
    }
  }

  private static double tidy(double value) {
    return Math.rint(value * 1e4) / 1e4;
  }
}
