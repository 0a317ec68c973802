/** Choosing hyperparameters on training rows alone. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.search;
