/** Models, predictions and their reports over REST. */
@NullMarked
package io.salus.gateway.models;

import org.jspecify.annotations.NullMarked;
