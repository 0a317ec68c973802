package io.salus.gateway.models;

import java.util.List;

/**
 * @param models newest version of each
 */
record ModelList(List<ModelView> models) {}
