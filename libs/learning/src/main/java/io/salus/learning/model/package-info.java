/** Classifiers of one outcome, and what drove an answer. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.model;
