/** Services that keep the contracts in memory, behind a real gRPC server. */
@NullMarked
package io.salus.gateway.fakes;

import org.jspecify.annotations.NullMarked;
