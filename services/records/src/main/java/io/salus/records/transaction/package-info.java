/** Writes: one resource, or a Bundle of them, checked whole before anything is stored. */
@NullMarked
package io.salus.records.transaction;

import org.jspecify.annotations.NullMarked;
