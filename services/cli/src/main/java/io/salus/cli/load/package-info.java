/** Bundles from a folder into the records, each stored once. */
@NullMarked
package io.salus.cli.load;

import org.jspecify.annotations.NullMarked;
