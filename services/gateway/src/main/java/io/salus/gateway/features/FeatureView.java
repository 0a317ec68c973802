package io.salus.gateway.features;

/**
 * One column.
 *
 * @param type number, boolean or category
 * @param unit UCUM unit of a number; empty when it has none
 */
record FeatureView(String name, String type, String description, String unit) {}
