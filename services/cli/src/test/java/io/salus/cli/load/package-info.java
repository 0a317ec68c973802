@NullMarked
package io.salus.cli.load;

import org.jspecify.annotations.NullMarked;
