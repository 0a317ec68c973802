@NullMarked
package io.salus.gateway;

import org.jspecify.annotations.NullMarked;
