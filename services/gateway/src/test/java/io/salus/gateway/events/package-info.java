@NullMarked
package io.salus.gateway.events;

import org.jspecify.annotations.NullMarked;
