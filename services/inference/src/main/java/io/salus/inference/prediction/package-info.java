/** Predictions for patients: made, explained, kept, replayed and written to the record. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.prediction;
