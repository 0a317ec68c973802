@NullMarked
package io.salus.inference.card;

import org.jspecify.annotations.NullMarked;
