package io.salus.records.feature;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A condition of the cohort. A missing value meets none.
 *
 * @param atLeast lower bound of a number, inclusive
 * @param atMost upper bound of a number, inclusive
 * @param equals the text of the value that is needed
 */
record Criterion(
    Measure measure, @Nullable Double atLeast, @Nullable Double atMost, @Nullable String equals) {
  boolean holds(Chart chart, Instant moment) {
    var value = measure.at(chart, moment).value();
    if (value == null || (equals != null && !equals.equals(value.toString()))) {
      return false;
    }
    return !(value instanceof Double number)
        || ((atLeast == null || number >= atLeast) && (atMost == null || number <= atMost));
  }
}
