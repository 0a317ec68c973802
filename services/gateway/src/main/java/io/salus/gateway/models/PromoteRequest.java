package io.salus.gateway.models;

import org.jspecify.annotations.Nullable;

/**
 * @param canary of 100 patients, how many the version answers for while the promoted one answers
 *     for the others; 0 ends that. Absent: it is promoted
 */
record PromoteRequest(@Nullable Integer canary) {}
