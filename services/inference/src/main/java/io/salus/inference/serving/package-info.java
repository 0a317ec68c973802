/** Models in memory, and tensors in and out by the Open Inference Protocol. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.serving;
