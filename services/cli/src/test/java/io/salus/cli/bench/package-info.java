@NullMarked
package io.salus.cli.bench;

import org.jspecify.annotations.NullMarked;
