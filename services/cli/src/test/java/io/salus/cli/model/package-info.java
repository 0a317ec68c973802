@org.jspecify.annotations.NullMarked
package io.salus.cli.model;
