/** From scores to probabilities, and from probabilities to decisions. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.calibrate;
