@NullMarked
package io.salus.scheduling.calendar;

import org.jspecify.annotations.NullMarked;
