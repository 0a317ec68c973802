package io.salus.records.view;

import io.salus.records.fhirpath.Expression;
import io.salus.records.fhirpath.Item;
import java.util.ArrayList;
import java.util.List;

/** The elements that a select makes rows of. */
sealed interface Foci {
  /** Just the element of the select around it; its row number goes on. */
  record Same() implements Foci {}

  /** `forEach`, and `forEachOrNull` that keeps a row of nulls when there is no element. */
  record Each(Expression path, boolean orNull) implements Foci {
    List<Item> of(Item resource, Item focus, int rowIndex) {
      return path.evaluate(resource, focus, rowIndex);
    }
  }

  /** `repeat`: the elements of the paths, and those inside them, each before its own children. */
  record Repeat(List<Expression> paths) implements Foci {
    /** Deeper than resources may nest: only a path that goes nowhere gets there. */
    private static final int DEEPEST = 100;

    List<Item> of(Item resource, Item focus) {
      var found = new ArrayList<Item>();
      descend(resource, focus, found, 0);
      return found;
    }

    private void descend(Item resource, Item focus, List<Item> found, int depth) {
      if (depth > DEEPEST) {
        throw new ViewException("repeat", "a path leads to the element itself");
      }
      for (var path : paths) {
        for (var child : path.evaluate(resource, focus, 0)) {
          found.add(child);
          descend(resource, child, found, depth + 1);
        }
      }
    }
  }
}
