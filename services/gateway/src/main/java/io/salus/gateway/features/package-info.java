/** Feature sets, rows and snapshots over REST. */
@NullMarked
package io.salus.gateway.features;

import org.jspecify.annotations.NullMarked;
