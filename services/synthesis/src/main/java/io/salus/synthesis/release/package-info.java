/** Releases: what is asked for, made by a job, kept and read. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.release;
