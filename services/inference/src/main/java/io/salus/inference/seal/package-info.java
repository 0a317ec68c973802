/** Encryption of what is kept of patients' values. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.seal;
