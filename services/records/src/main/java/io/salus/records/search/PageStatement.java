package io.salus.records.search;

import io.salus.records.definition.SearchKind;
import io.salus.records.index.SearchParam;
import io.salus.records.index.TenantParams;
import io.salus.records.store.TenantHash;
import io.salus.service.security.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one statement of a page: its matches, their bodies, and what they include. */
final class PageStatement {
  /** Included for one page at most. */
  private static final int MOST_INCLUDED = 5_000;

  private final Sql sql;
  private final TenantHash hash;
  private final Caller caller;
  private final List<Long> sources = new ArrayList<>();
  private final List<Long> parameters = new ArrayList<>();
  private final List<Long> targets = new ArrayList<>();
  private final List<Boolean> iterates = new ArrayList<>();

  private PageStatement(Sql sql, TenantHash hash, Caller caller) {
    this.sql = sql;
    this.hash = hash;
    this.caller = caller;
  }

  /**
   * Of the matches from a cursor on.
   *
   * @param counts a query of the number of all matches; null where nobody asks
   */
  static String write(
      Sql sql,
      Caller caller,
      TenantHash hash,
      Search search,
      MatchStatement matches,
      @Nullable String counts) {
    int count = search.count();
    return "with "
        + matches.matches()
        + " select f.*, case when f.rest is not null then k.shown end, k.last_rid, k.newest,"
        + " k.partly, k.total from (select m.rids, "
        + shown(search)
        + " as shown, m.rids["
        + count
        + "] as last_rid, m.partly, (select max(rid) from resource_index) as newest, "
        + (counts == null ? "null::bigint" : "(" + counts + ")")
        + " as total from (select array(select rid from m) as rids, (select partly from m limit 1)"
        + " as partly) m) k cross join lateral "
        + new PageStatement(sql, hash, caller).page("k.rids", search)
        + " f";
  }

  /** In the order of their making, the last of them tells which were shown. */
  private static String shown(Search search) {
    String shown = "m.rids[1 : " + search.count() + "]";
    return search.sort().isEmpty() ? "case when m.partly then " + shown + " end" : shown;
  }

  /** Of matches that are known. */
  static String write(Sql sql, Caller caller, TenantHash hash, Search search, List<Long> listed) {
    return known(sql.numbers(listed), sql, caller, hash, search);
  }

  /** Of matches that are kept. */
  static String write(Sql sql, Caller caller, TenantHash hash, Search search, Cursor.Kept kept) {
    String rids =
        "search_kept($1, "
            + sql.uuid(kept.id())
            + ", "
            + sql.number(kept.offset() + 1L)
            + "::integer, "
            + sql.number((long) Math.min(kept.offset() + search.count(), KeptResults.MOST_ROWS))
            + "::integer)";
    return known(rids, sql, caller, hash, search);
  }

  private static String known(String rids, Sql sql, Caller caller, TenantHash hash, Search search) {
    return "select f.*, null::bigint[], 0::bigint, 0::bigint, false, null::bigint from "
        + new PageStatement(sql, hash, caller).page(rids, search)
        + " f";
  }

  private String page(String rids, Search search) {
    String patient = caller.patient();
    StringBuilder call =
        new StringBuilder("search_page($1, ")
            .append(sql.number(patient == null ? null : hash.patient(patient)))
            .append(", ")
            .append(rids)
            .append(", ")
            .append(search.count());
    search.includes().forEach(this::forwards);
    arrays(call, true);
    search.revincludes().forEach(include -> add(include, include.parameter(), 0));
    arrays(call, false);
    return call.append(", ").append(MOST_INCLUDED).append(")").toString();
  }

  private void arrays(StringBuilder call, boolean withTargets) {
    call.append(", ").append(sql.numbers(List.copyOf(sources)));
    call.append(", ").append(sql.numbers(List.copyOf(parameters)));
    if (withTargets) {
      call.append(", ").append(sql.numbers(List.copyOf(targets)));
    }
    call.append(", ").append(sql.flags(List.copyOf(iterates)));
    sources.clear();
    parameters.clear();
    targets.clear();
    iterates.clear();
  }

  /** A type need not be named where the parameter reaches no other. */
  private void forwards(Include include) {
    Set<String> possible = possible(include);
    if (Set.copyOf(include.targets()).containsAll(possible)) {
      add(include, include.parameter(), 0);
    } else {
      include.targets().forEach(t -> add(include, include.parameter(), hash.kind(t)));
    }
  }

  private void add(Include include, String parameter, long target) {
    sources.add(hash.kind(include.source()));
    parameters.add(parameter.equals("*") ? 0L : hash.parameter(include.source(), parameter));
    targets.add(target);
    iterates.add(include.iterate());
  }

  private Set<String> possible(Include include) {
    Set<String> possible = new java.util.HashSet<>();
    for (SearchParam param : TenantParams.of(caller.tenant()).all(include.source())) {
      if (param.kind() == SearchKind.REFERENCE
          && (include.parameter().equals("*") || include.parameter().equals(param.code()))) {
        possible.addAll(param.targets());
      }
    }
    return possible;
  }
}
