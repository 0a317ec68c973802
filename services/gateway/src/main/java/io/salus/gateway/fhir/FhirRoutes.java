package io.salus.gateway.fhir;

import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.HEAD;
import static io.vertx.core.http.HttpMethod.PATCH;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.salus.gateway.door.PublicUrl;
import io.salus.gateway.fhir.FhirAddress.Kind;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.Unsupported;
import io.salus.service.errors.HttpErrors;
import io.salus.service.errors.HttpErrors.Rendered;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The table of what can be done at which kind of address under /fhir. */
@ApplicationScoped
class FhirRoutes {
  private final Map<Kind, Map<HttpMethod, Interaction>> table = new EnumMap<>(Kind.class);
  private static final int LARGE = 256 << 10;
  private static final Set<HttpMethod> OPERATING = Set.of(GET, POST, DELETE);

  private final PublicUrl url;
  private final OperationClient operations;

  FhirRoutes(
      PublicUrl url,
      Capabilities capabilities,
      BundleSubmit bundle,
      TypeSearch search,
      ResourceCreate create,
      ResourceRead read,
      VersionRead version,
      ResourceHistory history,
      ResourceUpdate update,
      ResourceDelete delete,
      ResourcePatch patch,
      ConditionalUpdate updateWhere,
      ConditionalPatch patchWhere,
      ConditionalDelete deleteWhere,
      OperationClient operations) {
    this.url = url;
    this.operations = operations;
    table.put(Kind.SYSTEM, Map.of(GET, search, POST, bundle));
    table.put(Kind.SYSTEM_SEARCH, Map.of(GET, search, POST, search));
    table.put(Kind.COMPARTMENT, Map.of(GET, search));
    table.put(Kind.COMPARTMENT_SEARCH, Map.of(GET, search, POST, search));
    table.put(Kind.METADATA, Map.of(GET, capabilities));
    table.put(
        Kind.TYPE,
        Map.of(
            GET, search, POST, create, PUT, updateWhere, PATCH, patchWhere, DELETE, deleteWhere));
    table.put(Kind.SEARCH, Map.of(GET, search, POST, search));
    table.put(Kind.INSTANCE, Map.of(GET, read, PUT, update, PATCH, patch, DELETE, delete));
    table.put(Kind.HISTORY, Map.of(GET, history));
    table.put(Kind.VERSION, Map.of(GET, version));
  }

  void register(@Observes Router router) {
    router.route("/fhir").handler(this::answer);
    router.route("/fhir/*").handler(this::answer);
  }

  private void answer(RoutingContext http) {
    try {
      FhirAddress address = FhirAddress.parse(http.normalizedPath());
      boolean operation = address.kind() == Kind.OPERATION;
      Interaction interaction = operation ? null : interaction(http, address);
      Rendered refusal = operation ? refusal(http) : refusal(http, address);
      if (refusal != null) {
        HttpErrors.end(http, refusal);
        return;
      }
      HttpServerRequest request = http.request();
      FhirRequest fhir =
          new FhirRequest(
              http,
              address,
              Prefer.of(request.headers().getAll("Prefer")),
              url.of(request) + "/fhir");
      if (interaction == null) {
        operations.pass(fhir);
        return;
      }
      interaction
          .answer(fhir)
          .compose(done -> Query.pretty(request) ? pretty(http, done) : succeeded(done))
          .onSuccess(done -> write(http, done))
          .onFailure(failure -> HttpErrors.end(http, failure));
    } catch (AppException e) {
      HttpErrors.end(http, e);
    }
  }

  private Interaction interaction(RoutingContext http, FhirAddress address) {
    Map<HttpMethod, Interaction> offered = table.getOrDefault(address.kind(), Map.of());
    HttpMethod method = http.request().method();
    Interaction interaction = offered.get(method.equals(HEAD) ? GET : method);
    if (interaction == null) {
      String allowed =
          offered.keySet().stream()
              .map(HttpMethod::name)
              .sorted()
              .collect(Collectors.joining(", "));
      http.response().putHeader("Allow", allowed);
      throw new Unsupported("This address takes " + allowed + ".");
    }
    return interaction;
  }

  /** The refusal of a call of an operation that no operation can take, or null. */
  private static @Nullable Rendered refusal(RoutingContext http) {
    HttpServerRequest request = http.request();
    if (!OPERATING.contains(request.method())) {
      http.response().putHeader("Allow", "GET, POST");
      throw new Unsupported("Operations are called by GET or POST.");
    }
    Rendered unacceptable = Negotiation.notForOperations(request);
    return unacceptable == null && http.body().length() > 0
        ? Negotiation.unsupportedParameters(request)
        : unacceptable;
  }

  private static @Nullable Rendered refusal(RoutingContext http, FhirAddress address) {
    HttpServerRequest request = http.request();
    Rendered unacceptable = Negotiation.unacceptable(request);
    if (unacceptable != null) {
      return unacceptable;
    }
    boolean post = request.method().equals(POST);
    if (address.kind().isForm()) {
      return post ? Negotiation.unsupportedForm(request, http.body().length() <= 0) : null;
    }
    if (request.method().equals(PATCH)) {
      return Negotiation.unsupportedPatch(request);
    }
    return post || request.method().equals(PUT) ? Negotiation.unsupportedBody(request) : null;
  }

  /** A large body takes too long for an event loop. */
  private static Future<FhirAnswer> pretty(RoutingContext http, FhirAnswer answer) {
    return answer.body() != null && answer.body().length() > LARGE
        ? http.vertx().executeBlocking(answer::pretty, false)
        : succeeded(answer.pretty());
  }

  private static Future<FhirAnswer> succeeded(FhirAnswer answer) {
    return Future.succeededFuture(answer);
  }

  private static void write(RoutingContext http, FhirAnswer answer) {
    if (!http.response().ended() && !http.response().closed()) {
      answer.write(http.response());
    }
  }
}
