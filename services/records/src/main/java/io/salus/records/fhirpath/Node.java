package io.salus.records.fhirpath;

import java.util.List;

/** A compiled part of an expression that stands on its own. */
@FunctionalInterface
interface Node {
  List<Item> evaluate(Frame frame);

  /** This, then a step that works on its result. */
  default Node then(Step step) {
    return frame -> step.apply(frame, evaluate(frame));
  }
}
