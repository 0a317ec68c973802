/** Calendars and visits over REST. */
@NullMarked
package io.salus.gateway.scheduling;

import org.jspecify.annotations.NullMarked;
