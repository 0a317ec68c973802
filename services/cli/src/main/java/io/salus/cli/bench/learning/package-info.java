/** Training on real data, beside scikit-learn on the same rows. */
@org.jspecify.annotations.NullMarked
package io.salus.cli.bench.learning;
