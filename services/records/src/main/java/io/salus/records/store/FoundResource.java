package io.salus.records.store;

/**
 * One row of a search.
 *
 * @param included true when it is there because of another one
 */
public record FoundResource(boolean included, StoredVersion resource) {}
