package io.salus.records.feature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The sets that every tenant has as version 1 without a row in the database. */
final class BuiltInFeatureSets {
  private static final List<FeatureSet> ALL = List.of(load("emergency_visit"));

  private BuiltInFeatureSets() {}

  static List<FeatureSet> all() {
    return ALL;
  }

  static Optional<FeatureSet> find(String name) {
    return ALL.stream().filter(set -> set.name().equals(name)).findFirst();
  }

  private static FeatureSet load(String name) {
    try (var stream =
        BuiltInFeatureSets.class.getResourceAsStream("/feature-sets/" + name + ".json")) {
      if (stream == null) {
        throw new IllegalStateException("the feature set " + name + " is not in the artefact");
      }
      return FeatureSetCompiler.compile(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
