/** {@code $everything}: a whole record in one answer, streamed. */
@NullMarked
package io.salus.records.everything;

import org.jspecify.annotations.NullMarked;
