@NullMarked
package io.salus.cli.bench.stage;

import org.jspecify.annotations.NullMarked;
