/** Calls to the services on behalf of the HTTP request in hand. */
@NullMarked
package io.salus.gateway.backend;

import org.jspecify.annotations.NullMarked;
