/** The load generator: clients send, time and judge requests, and know nothing of the stack. */
@NullMarked
package io.salus.cli.bench.load;

import org.jspecify.annotations.NullMarked;
