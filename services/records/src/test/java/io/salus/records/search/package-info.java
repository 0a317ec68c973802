@NullMarked
package io.salus.records.search;

import org.jspecify.annotations.NullMarked;
