/** Tables of one row a patient, read from and written to Parquet. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.table;
