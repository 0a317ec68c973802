package io.salus.gateway.oip;

/** Whether the server lives. */
record LiveView(boolean live) {}
