package io.salus.records.history;

import io.salus.records.definition.R4;
import io.salus.records.store.HeavyWork;
import io.salus.records.store.HistoryStore;
import io.salus.records.store.HistoryStore.Asked;
import io.salus.records.store.HistoryStore.Past;
import io.salus.records.store.HistoryStore.Position;
import io.salus.records.store.ResourceStore;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.service.errors.AppException.Forbidden;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.security.Caller;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * The history of a resource, of a type or of everything, newest first. Versions never change and
 * new ones come before the first page, so pages neither repeat nor lose one.
 */
@ApplicationScoped
public class History {
  private static final Position NOW = new Position(HistoryQuery.LAST, Long.MAX_VALUE);

  private final HistoryStore history;
  private final ResourceStore resources;
  private final TenantHashes hashes;
  private final HeavyWork heavyWork;

  History(HistoryStore history, ResourceStore resources, TenantHashes hashes, HeavyWork heavyWork) {
    this.history = history;
    this.resources = resources;
    this.hashes = hashes;
    this.heavyWork = heavyWork;
  }

  /**
   * A Bundle of type history.
   *
   * @param type empty for everything
   * @param id empty for the type
   */
  public Uni<byte[]> of(Caller caller, String type, String id, String query, String baseUrl) {
    List<String> types = types(caller, type);
    HistoryQuery asked = HistoryQuery.parse(query);
    String path = (type.isEmpty() ? "" : "/" + type) + (id.isEmpty() ? "" : "/" + id);
    return hashes
        .of(caller.tenant())
        .flatMap(
            hash -> {
              Page page = new Page(caller, hash, baseUrl, path + "/_history", asked);
              return history
                  .read(
                      caller,
                      new Asked(
                          types,
                          id,
                          asked.from(),
                          asked.until(),
                          asked.currentAfter(),
                          page.position(),
                          asked.count() + 1))
                  .flatMap(
                      versions ->
                          versions.isEmpty() && !id.isEmpty()
                              ? requireThere(caller, type, id).replaceWith(versions)
                              : Uni.createFrom().item(versions))
                  .flatMap(versions -> heavyWork.compute(() -> page.print(versions)));
            });
  }

  private static List<String> types(Caller caller, String type) {
    if (!type.isEmpty()) {
      if (!R4.isResourceType(type)) {
        throw new NotFound("There is no resource type of this name.");
      }
      caller.requireFhir(type, 'r');
      return List.of(type);
    }
    List<String> types =
        R4.resourceTypes().stream().filter(t -> caller.hasFhir(t, 'r')).sorted().toList();
    if (types.isEmpty()) {
      throw new Forbidden("This needs a scope that allows to read.");
    }
    return types;
  }

  private Uni<Void> requireThere(Caller caller, String type, String id) {
    return resources
        .read(caller, type, id)
        .map(
            found -> {
              if (found.isEmpty()) {
                throw new NotFound("There is no such resource.");
              }
              return null;
            });
  }

  /** One page of a history. */
  private record Page(
      Caller caller, TenantHash hash, String baseUrl, String path, HistoryQuery asked) {
    Position position() {
      return asked.page().isEmpty()
          ? NOW
          : HistoryLink.read(hash, identity(), caller.patient(), asked.page());
    }

    byte[] print(List<Past> versions) {
      boolean more = versions.size() > asked.count();
      List<Past> shown = more ? versions.subList(0, asked.count()) : versions;
      String self = baseUrl + path + asked.link();
      String next = "";
      if (more) {
        String link =
            HistoryLink.write(hash, identity(), caller.patient(), shown.getLast().position());
        next = self + (asked.link().isEmpty() ? "?" : "&") + "_page=" + link;
      }
      return HistoryBundle.write(baseUrl, self, next, shown);
    }

    /** How many a page shows may change on the way. */
    private String identity() {
      return path + " " + asked.from() + " " + asked.until() + " " + asked.currentAfter();
    }
  }
}
