/** Training models and replaying their predictions from the command line. */
@org.jspecify.annotations.NullMarked
package io.salus.cli.model;
