package io.salus.records.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search answers.
 *
 * @param rest rids of the next matches, as far as they were looked for
 * @param lastRid of the last match of the page, or 0
 * @param lastKey what it is sorted by, if that is a number
 * @param walked whether the matches were found in their order, so that the next page can go on
 *     there
 */
public record FoundPage(
    List<FoundResource> resources,
    List<Long> rest,
    long lastRid,
    @Nullable Long lastKey,
    boolean walked) {}
