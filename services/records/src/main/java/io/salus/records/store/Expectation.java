package io.salus.records.store;

/**
 * What a condition must match when the write happens.
 *
 * @param id the one resource, or an empty text for none
 * @param exclusive whether writers with the same condition wait for each other: those that create
 *     what is not there yet
 */
public record Expectation(Condition condition, String id, boolean exclusive) {}
