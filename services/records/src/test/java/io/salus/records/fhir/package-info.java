@NullMarked
package io.salus.records.fhir;

import org.jspecify.annotations.NullMarked;
