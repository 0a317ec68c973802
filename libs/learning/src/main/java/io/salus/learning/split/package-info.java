/** Who is learned from, who chooses, who judges. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.split;
