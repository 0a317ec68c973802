/**
 * From a table to a model that predicts, explains and is written to a file: the one door to all
 * algorithms for tables.
 */
@org.jspecify.annotations.NullMarked
package io.salus.learning.fit;
