@NullMarked
package io.salus.scheduling.mirror;

import org.jspecify.annotations.NullMarked;
