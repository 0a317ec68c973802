package io.salus.synthesis.release;

import io.salus.synthesis.generator.GeneratorKind;
import java.util.Arrays;

/** Names of generators in rows and job parameters. */
final class Generators {
  private Generators() {}

  static GeneratorKind of(String label) {
    return Arrays.stream(GeneratorKind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no generator is called that"));
  }
}
