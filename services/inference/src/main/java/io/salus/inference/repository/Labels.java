package io.salus.inference.repository;

/**
 * Which versions answer a request that names none.
 *
 * @param stable the version that answers
 * @param canary the version that answers some; 0 for none
 * @param canaryShare how many of the requests, 0 to 1
 */
public record Labels(int stable, int canary, double canaryShare) {}
