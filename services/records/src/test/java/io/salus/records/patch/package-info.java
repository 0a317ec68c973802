@NullMarked
package io.salus.records.patch;

import org.jspecify.annotations.NullMarked;
