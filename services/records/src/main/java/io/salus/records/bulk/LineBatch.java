package io.salus.records.bulk;

import java.util.List;

/**
 * Lines that are written together.
 *
 * @param lines without their ends; an empty one is nothing, and a null-length one that was too long
 *     is {@link LineReader#TOO_LONG}
 * @param firstLine number of the first, from 1
 * @param end offset in the file behind the last
 */
record LineBatch(List<byte[]> lines, long firstLine, long end) {}
