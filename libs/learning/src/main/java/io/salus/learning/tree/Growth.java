package io.salus.learning.tree;

/**
 * When a tree stops growing.
 *
 * @param mostLeaves leaves at most; the leaf that gains most is split first
 * @param deepest edges from the root to a leaf at most
 * @param leastRows rows in a leaf at least
 * @param l2 weight of the penalty on leaf values
 * @param leastGain what a split must gain
 * @param featuresPerNode inputs drawn for every node; 0 tries all that the tree may use
 * @param categorySmoothing added to the second derivatives when levels are put in order, so that
 *     rare levels stand in the middle
 */
record Growth(
    int mostLeaves,
    int deepest,
    int leastRows,
    double l2,
    double leastGain,
    int featuresPerNode,
    double categorySmoothing) {}
