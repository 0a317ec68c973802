/** Tables that people bring to train on. */
@NullMarked
package io.salus.inference.upload;

import org.jspecify.annotations.NullMarked;
