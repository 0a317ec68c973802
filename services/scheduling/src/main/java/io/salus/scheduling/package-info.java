@org.jspecify.annotations.NullMarked
package io.salus.scheduling;
