/** What computes models: PyTorch and ONNX Runtime through DJL, and the identity. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.engine;
