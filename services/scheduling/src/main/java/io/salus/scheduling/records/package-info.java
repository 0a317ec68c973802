@NullMarked
package io.salus.scheduling.records;

import org.jspecify.annotations.NullMarked;
