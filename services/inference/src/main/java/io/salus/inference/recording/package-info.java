/** Calls of models that promise to store them. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.recording;
