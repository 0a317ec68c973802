/** What the user sees: answers, errors, progress. */
@NullMarked
package io.salus.cli.terminal;

import org.jspecify.annotations.NullMarked;
