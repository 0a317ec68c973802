/** PyTorch through DJL: loaded on first use, offline, one training at a time. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.torch;
