package io.salus.records.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search answers.
 *
 * @param shown rids of the matches of the page; empty where the last of them tells what is left
 * @param rest rids of the next matches, as far as they were looked for
 * @param lastRid of the last match of the page, or 0
 * @param newest rid of the newest resource of all
 * @param partly whether no more was looked for than one match behind the page, and only what was
 *     shown tells what is left
 * @param total of all matches; null where it was not asked for
 */
public record FoundPage(
    List<FoundResource> resources,
    List<Long> shown,
    List<Long> rest,
    long lastRid,
    long newest,
    boolean partly,
    @Nullable Long total) {}
