@org.jspecify.annotations.NullMarked
package io.salus.records.binary;
