@NullMarked
package io.salus.service.tenant;

import org.jspecify.annotations.NullMarked;
