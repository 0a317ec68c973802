package io.salus.records.index;

import io.salus.records.definition.SearchParameter;
import io.salus.records.fhirpath.Item;
import io.salus.records.index.IndexEntries.Present;
import java.util.List;

/** One search parameter of one resource type, compiled. */
record ParamExtractor(String param, List<PathExtractor> paths) implements Extractor {
  static ParamExtractor of(SearchParameter parameter) {
    return new ParamExtractor(
        parameter.code(),
        parameter.paths().stream()
            .map(path -> PathExtractor.of(parameter.code(), parameter.kind(), path))
            .toList());
  }

  @Override
  public void extract(Item resource, EntryCollector collector) {
    boolean present = false;
    for (PathExtractor path : paths) {
      if (path.mayBeIn(resource.node())) {
        present |= path.extract(resource, resource, collector);
      }
    }
    if (present) {
      collector.add(new Present(param));
    }
  }
}
