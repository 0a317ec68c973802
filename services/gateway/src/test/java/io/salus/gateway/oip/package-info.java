@NullMarked
package io.salus.gateway.oip;

import org.jspecify.annotations.NullMarked;
