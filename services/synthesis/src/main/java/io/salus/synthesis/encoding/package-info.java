/** Turns columns into what networks learn, and back: mode-specific normalisation. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.encoding;
