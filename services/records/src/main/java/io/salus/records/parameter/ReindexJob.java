package io.salus.records.parameter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.salus.jobs.JobContext;
import io.salus.jobs.JobHandler;
import io.salus.records.definition.R4;
import io.salus.records.index.OwnParameter;
import io.salus.records.index.TenantParams;
import io.salus.records.store.IndexRewrite;
import io.salus.records.store.IndexRewrite.Rewritten;
import io.salus.records.store.Json;
import io.salus.records.store.ParameterTable;
import io.salus.records.store.StoredVersion;
import io.salus.records.store.TenantHash;
import io.salus.records.store.TenantHashes;
import io.salus.records.transaction.Indexed;
import io.salus.service.security.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Indexes all resources of a tenant, or of one type, again. What is written meanwhile is left as
 * its writer has indexed it.
 */
@ApplicationScoped
class ReindexJob implements JobHandler {
  static final String KIND = "reindex";

  /** Every type, as the parameter of the job. */
  static final String ALL = "";

  private static final int PAGE = 200;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final OwnParameters parameters;
  private final ParameterTable table;
  private final IndexRewrite rewrite;
  private final TenantHashes hashes;
  private final ParameterConfig config;
  private final ObjectMapper json;

  ReindexJob(
      OwnParameters parameters,
      ParameterTable table,
      IndexRewrite rewrite,
      TenantHashes hashes,
      ParameterConfig config,
      ObjectMapper json) {
    this.parameters = parameters;
    this.table = table;
    this.rewrite = rewrite;
    this.hashes = hashes;
    this.config = config;
    this.json = json;
  }

  /**
   * Where the work is.
   *
   * @param ready versions, by id, of the SearchParameter resources that the work began with and
   *     covers
   * @param type that is being read
   * @param after id of the last resource that is done
   */
  record State(Map<String, Integer> ready, String type, String after, long read, long rewritten) {}

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String scope() {
    return "system/SearchParameter.u";
  }

  @Override
  public void check(Caller caller) {
    Reindex.requireRight(caller);
  }

  @Override
  public String run(JobContext job) throws IOException, InterruptedException {
    Caller caller = job.caller();
    String only = job.params().path("type").asText(ALL);
    List<String> types =
        only.equals(ALL) ? List.copyOf(new TreeSet<>(R4.resourceTypes())) : List.of(only);
    State state = job.checkpoint().isPresent() ? read(job.checkpoint().get()) : begin(job, types);
    TenantHash hash = hashes.of(caller.tenant()).await().atMost(PATIENCE);
    long all = rewrite.count(caller, types).await().atMost(PATIENCE);
    for (String type : types.subList(types.indexOf(state.type), types.size())) {
      state = state.type.equals(type) ? state : at(state, type, "");
      List<StoredVersion> page = page(caller, state);
      while (!page.isEmpty()) {
        state = rewritten(caller, hash, state, page);
        job.checkpoint(json.writeValueAsBytes(state));
        job.progress(
            Math.min(1, (double) state.read / Math.max(1, all)),
            state.read + " of " + all + " resources read");
        page = page(caller, state);
      }
    }
    table.setReady(caller.tenant(), only.equals(ALL), state.ready).await().atMost(PATIENCE);
    parameters.refresh();
    return json.createObjectNode()
        .put("resources", state.read)
        .put("rewritten", state.rewritten)
        .put("search_parameters", state.ready.size())
        .toString();
  }

  private State begin(JobContext job, List<String> types) throws InterruptedException {
    job.progress(0, "waiting until all instances know the search parameters");
    Thread.sleep(config.settle());
    parameters.refresh();
    Map<String, Integer> ready = new TreeMap<>();
    List<OwnParameter> own = TenantParams.of(job.caller().tenant()).own();
    own.forEach(parameter -> ready.put(parameter.id(), parameter.version()));
    own.stream()
        .filter(parameter -> !types.contains(parameter.definition().type()))
        .forEach(parameter -> ready.remove(parameter.id()));
    return new State(ready, types.getFirst(), "", 0, 0);
  }

  private List<StoredVersion> page(Caller caller, State state) {
    return rewrite.page(caller, state.type, state.after, PAGE).await().atMost(PATIENCE);
  }

  private State rewritten(Caller caller, TenantHash hash, State state, List<StoredVersion> page) {
    TenantParams params = TenantParams.of(caller.tenant());
    List<Rewritten> resources = page.stream().map(v -> rewritten(params, hash, v)).toList();
    int count = rewrite.rewrite(caller, resources).await().atMost(PATIENCE);
    return new State(
        state.ready,
        state.type,
        page.getLast().id(),
        state.read + page.size(),
        state.rewritten + count);
  }

  static Rewritten rewritten(TenantParams params, TenantHash hash, StoredVersion version) {
    return new Rewritten(
        version.type(),
        version.id(),
        version.version(),
        Indexed.rows(params, hash, version.type(), Json.parse(version.json())));
  }

  private static State at(State state, String type, String after) {
    return new State(state.ready, type, after, state.read, state.rewritten);
  }

  private State read(byte[] checkpoint) throws JsonProcessingException {
    return json.readValue(new String(checkpoint, StandardCharsets.UTF_8), State.class);
  }
}
