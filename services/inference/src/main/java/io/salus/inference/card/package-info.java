/** What a user of a model is told about it, and who says so. */
@NullMarked
package io.salus.inference.card;

import org.jspecify.annotations.NullMarked;
