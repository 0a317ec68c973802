/** The report on a synthetic population: one page that needs nothing else. */
@org.jspecify.annotations.NullMarked
package io.salus.synthesis.report;
