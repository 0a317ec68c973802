@NullMarked
package io.salus.helm;

import org.jspecify.annotations.NullMarked;
