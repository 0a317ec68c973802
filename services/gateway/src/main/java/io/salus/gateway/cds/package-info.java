/** CDS Hooks 2.0: risk cards when a chart opens. */
@NullMarked
package io.salus.gateway.cds;

import org.jspecify.annotations.NullMarked;
