/** The records measured, alone and beside another FHIR server. */
@NullMarked
package io.salus.cli.bench.records;

import org.jspecify.annotations.NullMarked;
