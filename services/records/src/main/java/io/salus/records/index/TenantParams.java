package io.salus.records.index;

import io.salus.records.definition.SearchParameter;
import io.salus.service.errors.AppException.InvalidInput;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The search parameters of a tenant: those of the standard, and its own. Those of all tenants are
 * known to the whole process, as the definitions of the standard are, so that nothing has to be
 * asked or waited for while a resource is written.
 */
public final class TenantParams {
  private static final TenantParams STANDARD = new TenantParams(List.of());
  private static volatile Map<String, TenantParams> known = Map.of();

  private final List<OwnParameter> own;
  private final Map<String, Map<String, OwnParameter>> byType = new HashMap<>();
  private final Map<String, List<Extractor>> extractors = new HashMap<>();

  /** Of parameters with the same type and code the first one counts. */
  public TenantParams(List<OwnParameter> parameters) {
    List<OwnParameter> used = new ArrayList<>();
    for (OwnParameter parameter : parameters) {
      SearchParameter definition = parameter.definition();
      Map<String, OwnParameter> codes =
          byType.computeIfAbsent(definition.type(), type -> new HashMap<>());
      if (codes.putIfAbsent(definition.code(), parameter) == null) {
        used.add(parameter);
        extractors
            .computeIfAbsent(definition.type(), type -> new ArrayList<>())
            .add(ParamExtractor.of(definition));
      }
    }
    own = List.copyOf(used);
  }

  /** The parameters of a tenant. */
  public static TenantParams of(String tenant) {
    return known.getOrDefault(tenant, STANDARD);
  }

  /** Lets the whole process know the parameters of the tenants that have some of their own. */
  public static void publish(Map<String, TenantParams> all) {
    known = Map.copyOf(all);
  }

  /**
   * The parameter, those of all resources included. Throws {@link InvalidInput} for one of the
   * tenant's own that is not ready: an answer would lack the resources that are not indexed yet.
   */
  public Optional<SearchParam> find(String type, String code) {
    Optional<SearchParam> standard = SearchParams.find(type, code);
    if (standard.isPresent() || own.isEmpty()) {
      return standard;
    }
    OwnParameter found = byType.getOrDefault(type, Map.of()).get(code);
    if (found != null && !found.ready()) {
      throw new InvalidInput(
          "The search parameter is not indexed yet: POST $reindex, and search when its job is"
              + " done.",
          code);
    }
    return Optional.ofNullable(found).map(TenantParams::param);
  }

  /** All parameters of a resource type that searches can use, in alphabetical order. */
  public List<SearchParam> all(String type) {
    List<SearchParam> all = new ArrayList<>(SearchParams.of(type));
    for (OwnParameter parameter : byType.getOrDefault(type, Map.of()).values()) {
      if (parameter.ready()) {
        all.add(param(parameter));
      }
    }
    all.sort(Comparator.comparing(SearchParam::code));
    return all;
  }

  /** The tenant's own, those that are not ready included. */
  public List<OwnParameter> own() {
    return own;
  }

  List<Extractor> extractors(String type) {
    return extractors.getOrDefault(type, List.of());
  }

  private static SearchParam param(OwnParameter parameter) {
    return SearchParams.param(parameter.definition());
  }
}
