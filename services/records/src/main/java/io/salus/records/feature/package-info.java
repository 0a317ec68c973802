/**
 * Feature sets: one definition turns a patient's record into one row, for training and for serving.
 * docs/api/features.md explains the format of definitions.
 */
@org.jspecify.annotations.NullMarked
package io.salus.records.feature;
