/** Local identity: the signing key and the tokens made with it. */
@NullMarked
package io.salus.cli.token;

import org.jspecify.annotations.NullMarked;
