/** Models as files: {@code name/version/} with a manifest that says what they are. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.repository;
