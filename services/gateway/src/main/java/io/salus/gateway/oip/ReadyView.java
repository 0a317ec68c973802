package io.salus.gateway.oip;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests are taken.
 *
 * @param name of the model; absent for the server
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ReadyView(@Nullable String name, boolean ready) {}
