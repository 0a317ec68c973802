@NullMarked
package io.salus.service.security;

import org.jspecify.annotations.NullMarked;
