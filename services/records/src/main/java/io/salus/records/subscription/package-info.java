/**
 * Who wants to know of changes: Subscription resources that are told by rest-hook, and front ends
 * that listen to a stream of events.
 */
@NullMarked
package io.salus.records.subscription;

import org.jspecify.annotations.NullMarked;
