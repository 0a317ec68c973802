package io.salus.records.transaction;

import io.salus.records.definition.R4;
import io.salus.records.history.History;
import io.salus.records.search.Searches;
import io.salus.records.shape.Shaping;
import io.salus.records.store.ResourceId;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.StoredVersion;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Gone;
import io.salus.service.errors.AppException.InvalidInput;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** GET entries: read, vread, search and history. They are answered after the Bundle's writes. */
@ApplicationScoped
class EntryReads {
  private final ResourceStore store;
  private final Searches searches;
  private final History history;
  private final Shaping shaping;

  EntryReads(ResourceStore store, Searches searches, History history, Shaping shaping) {
    this.store = store;
    this.searches = searches;
    this.history = history;
    this.shaping = shaping;
  }

  /** The entry's answer; what is wrong is part of it. */
  Uni<EntryAnswer> read(Caller caller, Item.Read item, String baseUrl, int index) {
    return Uni.createFrom()
        .deferred(() -> read(caller, item, baseUrl))
        .onFailure(AppException.class)
        .recoverWithItem(
            e -> new EntryAnswer.Failed(EntryParser.placed(e, "Bundle.entry[" + index + "]")));
  }

  private Uni<EntryAnswer> read(Caller caller, Item.Read item, String baseUrl) {
    String[] parts = item.path().split("/", -1);
    if (item.path().contains("$") || item.path().equals("metadata")) {
      throw new InvalidInput("Entries read, search and look back; they call no operations.");
    }
    int past = Arrays.asList(parts).indexOf("_history");
    if (past >= 0 && past == parts.length - 1 && past <= 2) {
      String type = past > 0 ? parts[0] : "";
      String id = past > 1 ? parts[1] : "";
      return bundle(item, history.of(caller, type, id, item.query(), baseUrl));
    }
    if (parts.length > 1 && !R4.isResourceType(parts[0])) {
      throw new NotFound("There is no resource type of this name.");
    }
    if (parts.length > 1 && !ResourceId.isId(parts[1])) {
      throw new NotFound("There is no such resource.");
    }
    return switch (parts.length) {
      case 1 -> search(caller, item, parts[0], "", baseUrl);
      case 2 -> {
        caller.requireFhir(parts[0], 'r');
        yield store
            .read(caller, parts[0], parts[1])
            .flatMap(found -> answer(item, found.orElse(null)));
      }
      case 3 -> search(caller, item, parts[2], parts[0] + "/" + parts[1], baseUrl);
      default -> version(caller, item, parts);
    };
  }

  private Uni<EntryAnswer> search(
      Caller caller, Item.Read item, String type, String compartment, String baseUrl) {
    return bundle(item, searches.search(caller, type, compartment, item.query(), baseUrl, false));
  }

  private Uni<EntryAnswer> version(Caller caller, Item.Read item, String[] parts) {
    caller.requireFhir(parts[0], 'r');
    if (parts.length != 4 || !parts[2].equals("_history") || !parts[3].matches("\\d{1,9}")) {
      throw new NotFound("There is nothing at this address.");
    }
    int version = Integer.parseInt(parts[3]);
    return store
        .versions(caller, parts[0], parts[1], version, version, 1)
        .flatMap(found -> answer(item, found.isEmpty() ? null : found.getFirst()));
  }

  private Uni<EntryAnswer> bundle(Item.Read item, Uni<byte[]> bundle) {
    return bundle
        .flatMap(json -> shaping.bundle(item.query(), json))
        .map(json -> new EntryAnswer.Found(json, null));
  }

  private Uni<EntryAnswer> answer(Item.Read item, @Nullable StoredVersion found) {
    if (found == null) {
      throw new NotFound("There is no such resource.");
    }
    if (found.deleted()) {
      throw new Gone("The resource was deleted.");
    }
    if (unchanged(item, found)) {
      return Uni.createFrom().item(new EntryAnswer.NotModified(found));
    }
    return shaping
        .resource(item.query(), found.json())
        .map(json -> new EntryAnswer.Found(json, found));
  }

  /** As HTTP has it: the time counts where no version is named. */
  private static boolean unchanged(Item.Read item, StoredVersion found) {
    OffsetDateTime since = item.ifModifiedSince();
    return (item.ifNoneMatch().isEmpty() && since != null)
        ? !found.lastUpdated().truncatedTo(ChronoUnit.MILLIS).isAfter(since)
        : names(item.ifNoneMatch(), found.version());
  }

  private static boolean names(String ifNoneMatch, int version) {
    String tag = "\"" + version + "\"";
    return Arrays.stream(ifNoneMatch.split(","))
        .map(String::trim)
        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }
}
