/** The page that tells people what a model is worth. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.report;
