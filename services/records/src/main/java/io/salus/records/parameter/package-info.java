/** Search parameters of a tenant's own, and indexing again what was stored before them. */
@org.jspecify.annotations.NullMarked
package io.salus.records.parameter;
