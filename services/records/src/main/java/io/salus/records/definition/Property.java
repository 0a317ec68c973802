package io.salus.records.definition;

import org.jspecify.annotations.Nullable;

/**
 * What a JSON property of a type holds: a choice element has one property for each of its types.
 *
 * @param type what the value is
 * @param codes the codes that the value must come from, or null
 */
public record Property(ElementDefinition element, TypeDefinition type, @Nullable CodeSet codes) {}
