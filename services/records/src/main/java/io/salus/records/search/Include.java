package io.salus.records.search;

import java.util.List;

/**
 * References to follow from the matches.
 *
 * @param targets types that may be reached and that the caller may read
 */
record Include(String parameter, List<String> targets) {}
