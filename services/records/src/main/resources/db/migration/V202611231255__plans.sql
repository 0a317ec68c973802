-- What a row is found by is said where it is asked for: by its number, or by tenant, type and id. A policy that PostgreSQL could take as a condition for an
-- index made it walk through all of a tenant for each row, as soon as its statistics knew of no row of that tenant yet: right after a first import.
alter policy resource_tenant on resource using ((tenant = nullif(current_setting('salus.tenant', true), '')) is true);
alter policy resource_history_tenant on resource_history using ((tenant = nullif(current_setting('salus.tenant', true), '')) is true);

-- The newest versions are found by indexes alone, so that bodies are fetched only of those that are shown.
create or replace function read_history(
  p_tenant text,
  p_patient bigint,
  p_types text[],
  p_kinds bigint[],
  p_id text,
  p_from timestamptz,
  p_until timestamptz,
  p_current_after timestamptz,
  p_before timestamptz,
  p_before_rid bigint,
  p_limit integer)
returns table (type text, id text, version integer, last_updated timestamptz, method text, body bytea, rid bigint)
language plpgsql stable as $$
#variable_conflict use_column
declare
  v_rid bigint;
  v_before timestamptz := least(p_before, p_until);
  v_low bigint := (extract(epoch from p_from) * 1000000)::bigint;
  v_until bigint := (extract(epoch from p_until) * 1000000)::bigint;
  v_place bigint := (extract(epoch from p_before) * 1000000)::bigint;
  v_present bigint[];
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_id <> '' then
    select r.rid into v_rid from resource r where r.tenant = p_tenant and r.type = p_types[1] and r.id = p_id and r.version > 0;
    if v_rid is null then
      return;
    end if;
  else
    select array_agg(n.rid) into v_present
    from (
      select c.rid
      from (
        (select f.rid, f.updated
         from unnest(p_kinds) k (kind)
         cross join lateral (
           select x.rid, x.updated
           from resource_index x
           where x.kind = k.kind and x.updated >= v_low and x.updated < v_until and (x.updated, x.rid) < (v_place, p_before_rid)
             and (p_patient is null or p_patient = any (x.tokens))
           order by x.updated desc, x.rid desc
           limit p_limit) f)
        union all
        (select x.rid, x.updated
         from resource_index x
         cross join lateral (select r.type, r.version, r.last_updated from resource r where r.rid = x.rid offset 0) r
         where x.kind = 0 and x.tenant = p_tenant and x.updated >= v_low and x.updated < v_until and (x.updated, x.rid) < (v_place, p_before_rid)
           and (p_patient is null or p_patient = any (x.tokens))
           and r.type = any (p_types) and r.version > 0 and r.last_updated >= p_current_after
         order by x.updated desc, x.rid desc
         limit p_limit)) c
      order by c.updated desc, c.rid desc
      limit p_limit) n;
  end if;

  return query
    select v.type, o.id, v.version, v.last_updated, v.method, v.body, v.rid
    from (
      (select r.type, r.version, r.last_updated, r.method, r.body, r.rid
       from resource r join resource_index x on x.rid = r.rid
       where v_rid is not null and r.rid = v_rid
         and r.last_updated >= p_from and r.last_updated <= v_before
         and (r.last_updated, r.rid) < (p_before, p_before_rid) and r.last_updated < p_until
         and (p_patient is null or p_patient = any (x.tokens))
         and (r.method <> 'DELETE' or r.last_updated >= p_current_after))
      union all
      (select h.type, h.version, h.last_updated, h.method, h.body, h.rid
       from resource_history h
       where v_rid is not null and h.rid = v_rid
         and h.last_updated >= p_from and h.last_updated <= v_before
         and (h.last_updated, h.rid) < (p_before, p_before_rid) and h.last_updated < p_until
         and (p_patient is null or p_patient = any (h.patients))
         and replaced_after(h.rid, h.version, h.method, h.last_updated, p_current_after)
       order by h.last_updated desc
       limit p_limit)
      union all
      (select r.type, r.version, r.last_updated, r.method, r.body, r.rid
       from unnest(v_present) e (rid) join resource r on r.rid = e.rid)
      union all
      (select h.type, h.version, h.last_updated, h.method, h.body, h.rid
       from (
         select c.rid, c.version
         from unnest(p_types) t (type)
         cross join lateral (
           select h.rid, h.version, h.last_updated
           from resource_history h
           where h.tenant = p_tenant and h.type = t.type
             and h.last_updated >= p_from and h.last_updated <= v_before
             and h.last_updated < p_until and (h.last_updated, h.rid) < (p_before, p_before_rid)
             and (p_patient is null or p_patient = any (h.patients))
             and replaced_after(h.rid, h.version, h.method, h.last_updated, p_current_after)
           order by h.last_updated desc, h.rid desc
           limit p_limit) c
         where v_rid is null
         order by c.last_updated desc, c.rid desc
         limit p_limit) c
       join resource_history h on h.rid = c.rid and h.version = c.version)
    ) v
    join resource o on o.rid = v.rid
    order by v.last_updated desc, v.rid desc
    limit p_limit;
end $$;
