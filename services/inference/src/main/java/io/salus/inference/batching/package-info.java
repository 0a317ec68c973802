/** Requests computed together: at once when a worker is free, never mixed up, never without end. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.batching;
