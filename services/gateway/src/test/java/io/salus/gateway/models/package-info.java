@NullMarked
package io.salus.gateway.models;

import org.jspecify.annotations.NullMarked;
