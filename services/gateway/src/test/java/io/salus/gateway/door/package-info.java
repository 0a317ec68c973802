@NullMarked
package io.salus.gateway.door;

import org.jspecify.annotations.NullMarked;
