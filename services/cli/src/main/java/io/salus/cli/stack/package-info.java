/** The local stack: PostgreSQL, the five services and the supervisor that keeps them alive. */
@NullMarked
package io.salus.cli.stack;

import org.jspecify.annotations.NullMarked;
