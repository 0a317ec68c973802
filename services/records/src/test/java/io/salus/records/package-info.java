@NullMarked
package io.salus.records;

import org.jspecify.annotations.NullMarked;
