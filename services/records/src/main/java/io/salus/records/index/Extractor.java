package io.salus.records.index;

import io.salus.records.fhirpath.Item;

/** Finds the entries of one search parameter. */
interface Extractor {
  void extract(Item resource, EntryCollector collector);
}
