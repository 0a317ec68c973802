@NullMarked
package io.salus.cli.stack;

import org.jspecify.annotations.NullMarked;
