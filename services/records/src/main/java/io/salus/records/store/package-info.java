/**
 * The only way to the tables of the records: hashes, bodies, and one call to PostgreSQL an
 * interaction.
 */
@NullMarked
package io.salus.records.store;

import org.jspecify.annotations.NullMarked;
