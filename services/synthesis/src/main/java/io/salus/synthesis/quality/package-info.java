/** How alike synthetic and real rows are, and how close synthetic rows come to real ones. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.quality;
