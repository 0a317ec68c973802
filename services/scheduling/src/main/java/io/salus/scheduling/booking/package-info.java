@NullMarked
package io.salus.scheduling.booking;

import org.jspecify.annotations.NullMarked;
