/** Synthea in a process of its own. */
@NullMarked
package io.salus.cli.synthea;

import org.jspecify.annotations.NullMarked;
