@NullMarked
package io.salus.scheduling;

import org.jspecify.annotations.NullMarked;
