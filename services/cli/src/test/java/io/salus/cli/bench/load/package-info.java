@NullMarked
package io.salus.cli.bench.load;

import org.jspecify.annotations.NullMarked;
