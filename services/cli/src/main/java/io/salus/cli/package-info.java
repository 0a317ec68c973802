/** The salus command. */
@NullMarked
package io.salus.cli;

import org.jspecify.annotations.NullMarked;
