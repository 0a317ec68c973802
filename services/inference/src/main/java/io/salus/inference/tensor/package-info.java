/** Tensors of the Open Inference Protocol as bytes: little-endian, row-major, never boxed. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.tensor;
