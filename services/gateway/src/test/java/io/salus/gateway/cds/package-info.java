@NullMarked
package io.salus.gateway.cds;

import org.jspecify.annotations.NullMarked;
