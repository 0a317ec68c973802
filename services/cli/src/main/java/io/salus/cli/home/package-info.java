/** Where things are: the checkout and the state directory. */
@NullMarked
package io.salus.cli.home;

import org.jspecify.annotations.NullMarked;
