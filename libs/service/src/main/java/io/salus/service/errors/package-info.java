@NullMarked
package io.salus.service.errors;

import org.jspecify.annotations.NullMarked;
