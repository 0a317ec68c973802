/** The FHIR door of the records: interactions over gRPC, and what the server says about itself. */
@NullMarked
package io.salus.records.fhir;

import org.jspecify.annotations.NullMarked;
