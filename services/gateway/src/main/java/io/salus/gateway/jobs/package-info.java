/** Jobs of all services behind one address. */
@NullMarked
package io.salus.gateway.jobs;

import org.jspecify.annotations.NullMarked;
