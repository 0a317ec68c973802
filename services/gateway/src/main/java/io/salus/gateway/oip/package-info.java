/** Open Inference Protocol v2 over REST and gRPC. */
@NullMarked
package io.salus.gateway.oip;

import org.jspecify.annotations.NullMarked;
