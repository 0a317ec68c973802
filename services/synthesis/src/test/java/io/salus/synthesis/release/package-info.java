@org.jspecify.annotations.NullMarked
package io.salus.synthesis.release;
