/** SQL on FHIR v2.1 views: from resources to flat rows (https://sql-on-fhir.org/ig/2.1). */
@org.jspecify.annotations.NullMarked
package io.salus.records.view;
