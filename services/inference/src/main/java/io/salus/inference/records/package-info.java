/** What inference asks of the records service. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.records;
