@NullMarked
package io.salus.records.subscription;

import org.jspecify.annotations.NullMarked;
