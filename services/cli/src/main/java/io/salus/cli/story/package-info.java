/** The demo: the whole story, told by a client over HTTP. */
@NullMarked
package io.salus.cli.story;

import org.jspecify.annotations.NullMarked;
