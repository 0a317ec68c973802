@NullMarked
package io.salus.cli.bench.learning;

import org.jspecify.annotations.NullMarked;
