package io.salus.synthesis.encoding;

/**
 * One value as networks see it.
 *
 * @param level which of the column's levels
 * @param offset where inside the level, -1 to 1; 0 for a level that is one value
 */
record Cell(int level, double offset) {}
