/** A population as files: CSV and Parquet. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.files;
