/** The operations on meta: {@code $meta}, {@code $meta-add} and {@code $meta-delete}. */
@NullMarked
package io.salus.records.meta;

import org.jspecify.annotations.NullMarked;
