/** The few pieces that both generators are built from, on DJL's arrays. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.network;
