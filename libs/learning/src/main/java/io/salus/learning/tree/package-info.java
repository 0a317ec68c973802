/** Decision trees over binned inputs: random forest, gradient boosting, TreeSHAP. */
@org.jspecify.annotations.NullMarked
package io.salus.learning.tree;
