package io.salus.records.fhirpath;

/**
 * What an expression sees while it is evaluated.
 *
 * @param resource the resource that everything belongs to (`%resource`)
 * @param self `$this`
 * @param index `$index`
 * @param rowIndex `%rowIndex` of a view
 */
record Frame(Item resource, Item self, int index, int rowIndex) {
  Frame on(Item item, int at) {
    return new Frame(resource, item, at, rowIndex);
  }
}
