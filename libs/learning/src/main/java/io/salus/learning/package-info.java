/** Training code that inference and synthesis share; knows neither services nor databases. */
@org.jspecify.annotations.NullMarked
package io.salus.learning;
