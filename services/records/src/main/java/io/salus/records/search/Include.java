package io.salus.records.search;

import java.util.List;

/**
 * References to follow from what was found, forwards or backwards.
 *
 * @param source type that refers
 * @param parameter code of the reference parameter, or {@code *} for all of them
 * @param targets types that may be reached
 * @param iterate whether to follow from what was included, too
 */
record Include(String source, String parameter, List<String> targets, boolean iterate) {
  Include {
    targets = List.copyOf(targets);
  }
}
