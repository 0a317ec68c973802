/** How long stored calls and predictions are kept. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.retention;
