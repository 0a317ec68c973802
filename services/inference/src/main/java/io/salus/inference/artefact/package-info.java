/** A trained model as a file that is written once and checked when it is read. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.artefact;
