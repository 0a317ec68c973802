/** Whether patients of today are like those of the training data. */
@NullMarked
package io.salus.learning.drift;

import org.jspecify.annotations.NullMarked;
