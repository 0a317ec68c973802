@NullMarked
package io.salus.records.store;

import org.jspecify.annotations.NullMarked;
