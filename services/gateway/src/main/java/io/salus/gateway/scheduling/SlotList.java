package io.salus.gateway.scheduling;

import java.util.List;

/**
 * @param slots earliest first
 */
record SlotList(List<SlotView> slots) {}
