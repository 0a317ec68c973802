/** What every measure needs: a stack of its own, PostgreSQL's tools and a table of results. */
@NullMarked
package io.salus.cli.bench.stage;

import org.jspecify.annotations.NullMarked;
