/** FHIR R4 over HTTP: one class an interaction; bodies pass through as bytes. */
@NullMarked
package io.salus.gateway.fhir;

import org.jspecify.annotations.NullMarked;
