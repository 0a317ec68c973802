/** Rows of patients, real or synthetic, without anything that names a patient. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.population;
