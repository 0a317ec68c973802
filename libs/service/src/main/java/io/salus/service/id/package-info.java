@NullMarked
package io.salus.service.id;

import org.jspecify.annotations.NullMarked;
