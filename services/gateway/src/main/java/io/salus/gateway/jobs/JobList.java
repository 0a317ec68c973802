package io.salus.gateway.jobs;

import java.util.List;

/**
 * @param jobs newest first
 */
record JobList(List<JobView> jobs) {}
