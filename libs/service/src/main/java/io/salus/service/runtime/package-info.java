@NullMarked
package io.salus.service.runtime;

import org.jspecify.annotations.NullMarked;
