@NullMarked
package io.salus.scheduling.database;

import org.jspecify.annotations.NullMarked;
