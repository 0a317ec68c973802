/** Which models there are, and which version of each answers. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.registry;
