package io.salus.learning.metric;

/**
 * A model on one group of patients.
 *
 * @param name of the group
 * @param patients rows of the group
 * @param positives rows with the outcome
 * @param auroc how well they are ranked
 * @param calibrationInTheLarge mean prediction minus share with the outcome; 0 is ideal
 * @param brier mean squared error
 */
public record Subgroup(
    String name,
    int patients,
    int positives,
    Estimate auroc,
    Estimate calibrationInTheLarge,
    Estimate brier) {}
