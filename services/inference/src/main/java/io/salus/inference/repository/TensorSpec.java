package io.salus.inference.repository;

import io.salus.inference.tensor.Datatype;
import io.salus.inference.tensor.Shape;

/**
 * A tensor that a model takes or gives.
 *
 * @param shape sizes; -1 where any is right
 * @param nullable whether NaN stands for a missing value; else it is refused
 */
public record TensorSpec(String name, Datatype datatype, Shape shape, boolean nullable) {}
