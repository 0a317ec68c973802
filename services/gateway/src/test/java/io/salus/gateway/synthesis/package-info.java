@NullMarked
package io.salus.gateway.synthesis;

import org.jspecify.annotations.NullMarked;
