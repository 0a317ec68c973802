package io.salus.records.search;

import io.salus.records.store.FoundResource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of a result.
 *
 * @param total of all matches, where it is wanted
 * @param next signed place of the next page, if there is one
 * @param cut whether there are more matches than a sorted result can have
 */
record Page(
    List<FoundResource> resources, @Nullable Long total, @Nullable String next, boolean cut) {}
