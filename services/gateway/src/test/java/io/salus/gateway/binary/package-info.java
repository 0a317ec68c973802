@org.jspecify.annotations.NullMarked
package io.salus.gateway.binary;
