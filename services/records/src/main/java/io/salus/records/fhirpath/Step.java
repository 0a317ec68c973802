package io.salus.records.fhirpath;

import java.util.List;

/** A compiled part of an expression that works on what stands left of its dot. */
@FunctionalInterface
interface Step {
  List<Item> apply(Frame frame, List<Item> input);

  /** This, then another step that works on its result. */
  default Step then(Step next) {
    return (frame, input) -> next.apply(frame, apply(frame, input));
  }
}
