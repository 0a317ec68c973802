@NullMarked
package io.salus.gateway.scheduling;

import org.jspecify.annotations.NullMarked;
