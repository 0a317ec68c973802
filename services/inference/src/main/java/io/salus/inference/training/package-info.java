/** Learning a model from a snapshot, as a job. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.training;
