/** The whole stack, from its packaged artefacts, as a user starts it. */
@NullMarked
package io.salus.system;

import org.jspecify.annotations.NullMarked;
