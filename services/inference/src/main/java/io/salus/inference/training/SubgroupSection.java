package io.salus.inference.training;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.salus.learning.metric.Bootstrap;
import io.salus.learning.metric.Subgroup;
import io.salus.learning.metric.Subgroups;
import io.salus.learning.table.Column;
import io.salus.learning.table.ColumnKind;
import io.salus.learning.table.Table;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The model on each sex, age band, ethnicity and race, as far as they are among its inputs. */
public final class SubgroupSection {
  private static final Set<String> GROUPS = Set.of("sex", "gender", "ethnicity", "race");
  private static final String AGE = "age";

  private SubgroupSection() {}

  /**
   * The figures of every group.
   *
   * @param scores probabilities, one a row
   */
  public static ArrayNode of(Table test, double[] scores, Bootstrap bootstrap) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    for (Column column : test.features()) {
      List<String> groups = groups(column);
      if (groups.isEmpty()) {
        continue;
      }
      ObjectNode section = json.addObject().put("by", column.name());
      ArrayNode lines = section.putArray("groups");
      for (Subgroup group : Subgroups.of(scores, test.labels(), groups, bootstrap)) {
        ObjectNode line =
            lines
                .addObject()
                .put("group", group.name())
                .put("patients", group.patients())
                .put("positives", group.positives())
                .put("tested", tested(group));
        line.set("auroc", Figures.estimate(group.auroc()));
        line.set("calibration_in_the_large", Figures.estimate(group.calibrationInTheLarge()));
        line.set("brier", Figures.estimate(group.brier()));
      }
    }
    return json;
  }

  /** Rows of every group over all folds, and their shares. */
  static ArrayNode representation(List<Table> folds) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    List<Column> columns = folds.getFirst().features();
    for (int i = 0; i < columns.size(); i++) {
      Map<String, Integer> counts = new TreeMap<>();
      for (Table fold : folds) {
        groups(fold.features().get(i)).forEach(group -> counts.merge(group, 1, Integer::sum));
      }
      int all = counts.values().stream().mapToInt(Integer::intValue).sum();
      if (all == 0) {
        continue;
      }
      ArrayNode lines = json.addObject().put("by", columns.get(i).name()).putArray("groups");
      counts.forEach(
          (group, patients) ->
              lines
                  .addObject()
                  .put("group", group.isEmpty() ? "unknown" : group)
                  .put("patients", patients)
                  .put("share", (double) patients / all));
    }
    return json;
  }

  /** As for the whole test: with fewer of either kind a figure says nothing. */
  private static boolean tested(Subgroup group) {
    return Math.min(group.positives(), group.patients() - group.positives()) >= Verdict.FEWEST;
  }

  private static List<String> groups(Column column) {
    String name = column.name().toLowerCase(Locale.ROOT);
    if (name.equals(AGE) && column.kind() == ColumnKind.NUMBER) {
      return IntStream.range(0, column.size())
          .mapToObj(row -> Subgroups.ageBand(column.value(row)))
          .toList();
    }
    if (GROUPS.contains(name) && column.kind() == ColumnKind.CATEGORY) {
      return IntStream.range(0, column.size())
          .mapToObj(row -> column.missing(row) ? "" : column.level(row))
          .toList();
    }
    return List.of();
  }
}
