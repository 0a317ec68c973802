/** What the service does by itself, again and again. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.housekeeping;
