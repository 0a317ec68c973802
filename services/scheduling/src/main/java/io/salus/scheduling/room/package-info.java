@NullMarked
package io.salus.scheduling.room;

import org.jspecify.annotations.NullMarked;
