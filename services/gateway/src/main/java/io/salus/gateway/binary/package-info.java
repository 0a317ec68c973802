/** Content of FHIR Binary resources: streamed through, never held. */
@NullMarked
package io.salus.gateway.binary;

import org.jspecify.annotations.NullMarked;
