@NullMarked
package io.salus.cli.bench.records;

import org.jspecify.annotations.NullMarked;
