/** The inference measured, alone and beside other servers of models. */
@NullMarked
package io.salus.cli.bench.inference;

import org.jspecify.annotations.NullMarked;
