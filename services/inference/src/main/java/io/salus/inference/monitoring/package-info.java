/**
 * Whether a model in use still meets patients like those that it has learned from, and is right.
 */
@NullMarked
package io.salus.inference.monitoring;

import org.jspecify.annotations.NullMarked;
