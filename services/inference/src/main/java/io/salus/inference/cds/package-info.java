/** What CDS Hooks needs kept beside predictions. */
@org.jspecify.annotations.NullMarked
package io.salus.inference.cds;
