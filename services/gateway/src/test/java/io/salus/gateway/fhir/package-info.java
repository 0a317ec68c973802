@NullMarked
package io.salus.gateway.fhir;

import org.jspecify.annotations.NullMarked;
