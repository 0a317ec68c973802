/** What every request meets before its route: identity, sizes, headers, errors, the log. */
@NullMarked
package io.salus.gateway.door;

import org.jspecify.annotations.NullMarked;
