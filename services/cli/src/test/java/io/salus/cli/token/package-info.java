@NullMarked
package io.salus.cli.token;

import org.jspecify.annotations.NullMarked;
