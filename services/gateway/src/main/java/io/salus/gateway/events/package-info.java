/** Changes of resources as server-sent events. */
@NullMarked
package io.salus.gateway.events;

import org.jspecify.annotations.NullMarked;
