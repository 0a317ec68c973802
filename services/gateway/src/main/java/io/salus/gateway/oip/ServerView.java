package io.salus.gateway.oip;

import java.util.List;

/** Server metadata of the protocol. */
record ServerView(String name, String version, List<String> extensions) {}
