@NullMarked
package io.salus.cli.bench.inference;

import org.jspecify.annotations.NullMarked;
