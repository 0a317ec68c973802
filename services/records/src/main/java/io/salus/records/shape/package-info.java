/** How much of a resource an answer shows: {@code _summary} and {@code _elements}. */
@NullMarked
package io.salus.records.shape;

import org.jspecify.annotations.NullMarked;
