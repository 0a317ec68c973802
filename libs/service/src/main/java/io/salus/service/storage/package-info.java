@NullMarked
package io.salus.service.storage;

import org.jspecify.annotations.NullMarked;
