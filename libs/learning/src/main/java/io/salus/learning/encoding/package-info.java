/** From a patient's values to the numbers a model takes, fitted on the training fold alone. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.encoding;
