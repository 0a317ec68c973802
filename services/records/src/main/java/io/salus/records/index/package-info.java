/** Extracts the values that searches find resources by. */
@org.jspecify.annotations.NullMarked
package io.salus.records.index;
