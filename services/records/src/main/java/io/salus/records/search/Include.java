package io.salus.records.search;

import java.util.List;

/**
 * References to follow from the matches.
 *
 * @param targets types that may be reached and that the caller may read
 */
record Include(long parameter, List<String> targets) {}
