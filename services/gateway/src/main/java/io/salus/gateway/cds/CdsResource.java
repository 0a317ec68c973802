package io.salus.gateway.cds;

import io.salus.gateway.cds.CdsCards.Card;
import io.salus.gateway.cds.CdsServices.CdsService;
import io.salus.gateway.door.PublicUrl;
import io.salus.gateway.models.ModelView;
import io.salus.gateway.models.ModelsClient;
import io.salus.gateway.models.PredictionView;
import io.salus.service.errors.AppException;
import io.salus.service.errors.AppException.NotFound;
import io.salus.service.errors.AppException.PreconditionFailed;
import io.salus.service.errors.AppException.TimedOut;
import io.salus.service.errors.AppException.Unavailable;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/**
 * CDS Hooks 2.0; it changes no record. {@code salus-risk} gives a card for every promoted model,
 * {@code salus-risk-NAME} for one.
 */
@Path("/cds-services")
@Produces("application/json")
@RunOnVirtualThread
public class CdsResource {
  private static final String ALL = "salus-risk";

  private final ModelsClient models;
  private final CdsClient inference;
  private final ChartPatients patients;
  private final CdsConfig config;
  private final PublicUrl url;

  CdsResource(
      ModelsClient models,
      CdsClient inference,
      ChartPatients patients,
      CdsConfig config,
      PublicUrl url) {
    this.models = models;
    this.patients = patients;
    this.inference = inference;
    this.config = config;
    this.url = url;
  }

  @GET
  @SecurityRequirements
  @Operation(
      summary = "What can be called when",
      description =
          "Without a token the one service that every clinic has; with one also a service for each"
              + " promoted model of the clinic.")
  public CdsServices discover(HttpServerRequest request) {
    List<CdsService> services = new ArrayList<>();
    services.add(
        CdsService.patientView(
            "Risks", "A card for every risk that a promoted model estimates.", ALL));
    if (request.getHeader("Authorization") != null) {
      for (ModelView model : promoted()) {
        services.add(
            CdsService.patientView(
                "Risk: " + model.name(), model.outcome(), ALL + "-" + model.name()));
      }
    }
    return new CdsServices(services);
  }

  @POST
  @Path("/{id}")
  @Consumes("application/json")
  @Operation(summary = "Cards for the patient whose chart opens")
  public CdsCards call(@RestPath String id, @Nullable CdsRequest request, HttpServerRequest http) {
    String name = modelOf(id);
    OpenedChart chart = OpenedChart.of(request, servers(http));
    List<ModelView> asked = models(name);
    String patient = patients.idOf(chart);
    List<Card> cards = new ArrayList<>();
    List<AppException> failures = new ArrayList<>();
    for (ModelView model : asked) {
      try {
        PredictionView prediction = score(model.name(), patient);
        cards.add(RiskCard.of(prediction, judged(model, prediction), config, url.of(http)));
      } catch (PreconditionFailed | Unavailable | TimedOut e) {
        // One model that cannot answer does not take the others' cards with it, nor goes unsaid.
        failures.add(e);
        cards.add(RiskCard.missing(model, e.publicDetail(), url.of(http)));
      }
    }
    if (!failures.isEmpty() && failures.size() == cards.size()) {
      throw failures.getFirst();
    }
    return new CdsCards(cards);
  }

  @POST
  @Path("/{id}/feedback")
  @Consumes("application/json")
  @Operation(summary = "What people did with cards; kept with the predictions that they showed")
  public FeedbackKept feedback(@RestPath String id, @Nullable FeedbackRequest request) {
    return new FeedbackKept(inference.feedback(modelOf(id), request));
  }

  /**
   * @param stored entries that were new; the same one sent again is not kept twice
   */
  public record FeedbackKept(int stored) {}

  /** The version that answered: a canary has other figures than the promoted one. */
  private ModelView judged(ModelView promoted, PredictionView prediction) {
    return prediction.version() == promoted.version()
        ? promoted
        : models.get(promoted.name(), prediction.version());
  }

  private PredictionView score(String model, String patient) {
    try {
      return models.score(model, patient, null);
    } catch (NotFound e) {
      throw new PreconditionFailed(
          "Salus has no record of this patient; it scores from its own records.",
          "context.patientId");
    }
  }

  /** Servers whose patients have the ids that they have here: this one, by all its names. */
  private Set<String> servers(HttpServerRequest http) {
    Set<String> servers = new HashSet<>(config.fhirServers().orElse(Set.of()));
    servers.add(url.of(http) + "/fhir");
    servers.add(http.scheme() + "://" + http.authority() + "/fhir");
    return servers;
  }

  private List<ModelView> models(String name) {
    return name.isEmpty() ? promoted() : List.of(models.get(name, 0));
  }

  /** The model that a service speaks of, or empty for that of all. */
  private static String modelOf(String id) {
    if (id.equals(ALL)) {
      return "";
    }
    if (!id.startsWith(ALL + "-")) {
      throw new NotFound("There is no such CDS service.");
    }
    return id.substring(ALL.length() + 1);
  }

  private List<ModelView> promoted() {
    return models.list().stream()
        .map(model -> model.promoted() ? model : models.get(model.name(), 0))
        .filter(ModelView::promoted)
        .toList();
  }
}
