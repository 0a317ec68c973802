/** Figures that say how good a model is, and how sure one can be. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.metric;
