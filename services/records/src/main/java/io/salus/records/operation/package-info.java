/** FHIR operations ({@code $name}): what one is, how it is called, and what it answers. */
@NullMarked
package io.salus.records.operation;

import org.jspecify.annotations.NullMarked;
