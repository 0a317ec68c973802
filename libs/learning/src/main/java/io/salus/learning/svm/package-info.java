/** Support vector machines, trained by sequential minimal optimisation. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.svm;
