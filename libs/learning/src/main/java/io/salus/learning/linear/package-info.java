/** Linear models of log-odds, fitted by full and mini-batch gradient descent. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.linear;
