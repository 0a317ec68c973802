/** A client of the gateway, as any front end could write it. */
@NullMarked
package io.salus.cli.api;

import org.jspecify.annotations.NullMarked;
