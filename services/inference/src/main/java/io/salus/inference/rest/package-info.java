/** The Open Inference Protocol over REST, with its binary tensors. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.rest;
