package io.salus.gateway.synthesis;

import java.util.List;

/**
 * @param releases newest first
 */
record ReleaseList(List<ReleaseView> releases) {}
