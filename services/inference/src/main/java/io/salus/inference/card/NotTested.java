package io.salus.inference.card;

import com.fasterxml.jackson.databind.JsonNode;
import io.salus.inference.registry.ModelVersion;
import io.salus.learning.metric.Subgroups;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which groups of patients a model was not tested on: groups with too few test patients, groups
 * that one would expect and that are not there at all, and characteristics by which nothing was
 * compared, as they are not among the inputs.
 */
final class NotTested {
  private static final List<String> EXPECTED = List.of("sex", "age", "race", "ethnicity");
  private static final List<String> SEXES = List.of("female", "male");

  private NotTested() {}

  static List<String> of(ModelVersion model) {
    List<String> groups = new ArrayList<>();
    Set<String> compared = new LinkedHashSet<>();
    for (JsonNode section : model.metrics().path("subgroups")) {
      String by = section.path("by").asText();
      compared.add(characteristic(by));
      Set<String> absent = new LinkedHashSet<>(expected(model, by));
      for (JsonNode group : section.path("groups")) {
        String name = group.path("group").asText();
        absent.remove(name);
        if (!group.path("tested").asBoolean()) {
          groups.add(
              "%s %s: %d test patients, %d with the outcome"
                  .formatted(
                      by, name, group.path("patients").asInt(), group.path("positives").asInt()));
        }
      }
      absent.forEach(name -> groups.add(by + " " + name + ": no test patients"));
    }
    for (String characteristic : EXPECTED) {
      if (!compared.contains(characteristic)) {
        groups.add(characteristic + ": not compared, as it is not among the inputs");
      }
    }
    return groups;
  }

  private static String characteristic(String column) {
    String name = column.toLowerCase(Locale.ROOT);
    return name.equals("gender") ? "sex" : name;
  }

  private static List<String> expected(ModelVersion model, String by) {
    List<String> groups = new ArrayList<>();
    switch (characteristic(by)) {
      case "age" -> groups.addAll(Subgroups.AGE_BANDS);
      case "sex" -> groups.addAll(SEXES);
      default -> {
        // Of others only those that the training data have are known.
      }
    }
    for (JsonNode input : model.provenance().path("inputs")) {
      if (input.path("name").asText().equals(by)) {
        input.path("levels").forEach(level -> groups.add(level.asText()));
      }
    }
    return groups;
  }
}
