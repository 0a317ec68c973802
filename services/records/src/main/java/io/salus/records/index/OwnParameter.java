package io.salus.records.index;

import io.salus.records.definition.SearchParameter;

/**
 * A search parameter of a tenant's own, for one resource type.
 *
 * @param id of the SearchParameter resource
 * @param version of it
 * @param ready whether all resources are indexed by it, so that searches can use it
 */
public record OwnParameter(String id, int version, boolean ready, SearchParameter definition) {}
