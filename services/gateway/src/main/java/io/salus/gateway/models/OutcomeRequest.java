package io.salus.gateway.models;

import org.jspecify.annotations.Nullable;

/**
 * @param happened whether what was predicted came
 */
record OutcomeRequest(@Nullable Boolean happened) {}
