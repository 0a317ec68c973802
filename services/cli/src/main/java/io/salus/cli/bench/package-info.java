/** Figures that later work is measured against. */
@NullMarked
package io.salus.cli.bench;

import org.jspecify.annotations.NullMarked;
