package io.salus.records.view;

import io.salus.records.fhirpath.Expression;
import org.jspecify.annotations.Nullable;

/**
 * One column of a view.
 *
 * @param type FHIR type as the definition says it; null when it does not
 * @param collection whether the value is an array
 */
public record Column(String name, Expression path, @Nullable String type, boolean collection) {
  /** Whether the column counts rows, which makes sense where there is no element too. */
  boolean countsRows() {
    return path.toString().strip().equals("%rowIndex");
  }
}
