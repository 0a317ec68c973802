@NullMarked
package io.salus.testkit;

import org.jspecify.annotations.NullMarked;
