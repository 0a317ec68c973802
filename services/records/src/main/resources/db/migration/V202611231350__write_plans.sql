-- As for searches: a write finds each resource it names by an index on its own. A join that also named the tenant was answered by going through all of
-- a tenant whose size the statistics did not know yet, for each portion of its first import.

create or replace function put_index(
  p_tenant text,
  p_rid bigint[],
  p_updated bigint[],
  p_step bigint,
  p_replaces boolean,
  p_target_type text[],
  p_target_id text[],
  p_kind bigint[],
  p_patients bigint[],
  p_patients_to integer[],
  p_tokens bigint[],
  p_tokens_to integer[],
  p_edge_param bigint[],
  p_edge_target integer[],
  p_edge_to integer[],
  p_ranges bigint[],
  p_ranges_to integer[],
  p_string_entry integer[],
  p_string_param bigint[],
  p_string_value text[],
  p_concept_param bigint[],
  p_concept_hash bigint[],
  p_concept_value text[])
returns void language plpgsql as $$
#variable_conflict use_column
declare
  v_target bigint[];
begin
  if p_replaces then
    delete from resource_range d
    using (
      select x.rid, x.ranges[i] as param, x.ranges[i + 1] as low
      from unnest(p_rid) e (rid)
      join resource_index x on x.rid = e.rid
      cross join lateral generate_series(1, cardinality(x.ranges), 3) i) o
    where d.param = o.param and d.low = o.low and d.rid = o.rid;

    delete from resource_string s using unnest(p_rid) e (rid) where s.rid = e.rid;
  end if;

  if cardinality(p_target_id) > 0 then
    select array_agg(r.rid order by e.n) into v_target
    from unnest(p_target_type, p_target_id) with ordinality e (type, id, n)
    left join lateral (
      select r.rid from resource r where r.tenant = p_tenant and r.type = e.type and r.id = e.id offset 0) r on true;
  end if;

  -- A slice of a parameter copies all of it first. Of a row that was put down it does not.
  with flat as materialized (
    select p_patients as patients, p_tokens as tokens, p_ranges as ranges)
  insert into resource_index (rid, kind, updated, patients, tenant, tokens, links, ranges)
  select p_rid[n], p_kind[n], p_updated[n],
         p_patients_to[n] - coalesce(p_patients_to[n - 1], 0), p_tenant,
         flat.patients[coalesce(p_patients_to[n - 1], 0) + 1 : p_patients_to[n]]
           || flat.tokens[coalesce(p_tokens_to[n - 1], 0) + 1 : p_tokens_to[n]]
           || edges.tokens,
         edges.links,
         flat.ranges[coalesce(p_ranges_to[n - 1], 0) + 1 : p_ranges_to[n]]
  from flat cross join generate_series(1, cardinality(p_kind)) n
  cross join lateral (
    select coalesce(array_agg(hashint8extended(v_target[p_edge_target[k]], p_edge_param[k])), '{}') as tokens,
           coalesce(array_agg(distinct v_target[p_edge_target[k]]), '{}') as links
    from generate_series(coalesce(p_edge_to[n - 1], 0) + 1, p_edge_to[n]) k
    where v_target[p_edge_target[k]] is not null) edges
  where p_kind[n] <> 0 and p_rid[n] is not null
  on conflict on constraint resource_index_pk do update
  set kind = excluded.kind,
      updated = greatest(excluded.updated, resource_index.updated + p_step),
      patients = excluded.patients,
      tokens = excluded.tokens,
      links = excluded.links,
      ranges = excluded.ranges;

  -- Each statement costs some 20 microseconds before it does anything, and most resources have neither names nor new codes.
  if cardinality(p_ranges) > 0 then
    insert into resource_range (rid, param, low, high, tenant)
    select p_rid[n], p_ranges[i], p_ranges[i + 1], p_ranges[i + 2], p_tenant
    from generate_series(1, cardinality(p_ranges_to)) n
    cross join lateral generate_series(coalesce(p_ranges_to[n - 1], 0) + 1, p_ranges_to[n], 3) i
    where p_rid[n] is not null;
  end if;

  if cardinality(p_string_entry) > 0 then
    insert into resource_string (rid, param, tenant, value)
    select p_rid[e.n], e.param, p_tenant, e.value
    from unnest(p_string_entry, p_string_param, p_string_value) e (n, param, value)
    where p_rid[e.n] is not null;
  end if;

  -- Sorted by the caller, so that two writers of the same new texts do not wait for each other in a circle.
  if cardinality(p_concept_hash) > 0 then
    insert into concept_text (hash, param, tenant, value)
    select e.hash, e.param, p_tenant, e.value
    from unnest(p_concept_hash, p_concept_param, p_concept_value) e (hash, param, value)
    on conflict do nothing;
  end if;
end $$;

create or replace function apply_changes(
  p_tenant text,
  p_patient bigint,
  p_lock_tenant bigint,
  p_lock_all boolean,
  p_locks bigint[],
  p_condition_type text[],
  p_condition_hash bigint[],
  p_condition_to integer[],
  p_condition_id text[],
  p_target_type text[],
  p_target_id text[],
  p_target_required boolean[],
  p_method text[],
  p_type text[],
  p_id text[],
  p_kind bigint[],
  p_match integer[],
  p_body bytea[],
  p_patients bigint[],
  p_patients_to integer[],
  p_tokens bigint[],
  p_tokens_to integer[],
  p_edge_param bigint[],
  p_edge_target integer[],
  p_edge_to integer[],
  p_ranges bigint[],
  p_ranges_to integer[],
  p_string_entry integer[],
  p_string_param bigint[],
  p_string_value text[],
  p_concept_param bigint[],
  p_concept_hash bigint[],
  p_concept_value text[])
returns table (outcome text, entry integer, version integer, last_updated timestamptz)
language plpgsql as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  v_rid bigint[];
  v_version integer[];
  v_live boolean[];
  v_ids text[];
  v_replaces boolean := p_method && '{PUT,PATCH,DELETE}';
begin
  perform set_config('salus.tenant', p_tenant, true);

  -- Sorted by the caller, and taken before any row lock: two crossing calls cannot wait for each other.
  if p_lock_all then
    perform pg_advisory_xact_lock(p_lock_tenant);
  elsif cardinality(p_locks) > 0 then
    perform pg_advisory_xact_lock_shared(p_lock_tenant);
    for i in 1 .. cardinality(p_locks) loop
      perform pg_advisory_xact_lock(p_locks[i]);
    end loop;
  end if;

  for i in 1 .. cardinality(p_condition_type) loop
    v_ids := match_condition(
      p_tenant, p_condition_type[i], p_condition_hash[coalesce(p_condition_to[i - 1], 0) + 1 : p_condition_to[i]]);
    if v_ids is distinct from (case when p_condition_id[i] = '' then '{}' else array[p_condition_id[i]] end) then
      outcome := 'stale-condition';
      entry := i;
      return next;
    end if;
  end loop;
  if outcome is not null then
    return;
  end if;

  if v_replaces then
    select array_agg(r.rid order by e.n),
           array_agg(coalesce(r.version, 0) order by e.n),
           array_agg(coalesce(r.body is not null, false) order by e.n)
    into v_rid, v_version, v_live
    from unnest(p_type, p_id) with ordinality e (type, id, n)
    left join lateral (
      select r.rid, r.version, r.body from resource r where r.tenant = p_tenant and r.type = e.type and r.id = e.id offset 0) r on true;

    return query
      select 'conflict', e.n::integer, v_version[e.n], null::timestamptz
      from unnest(p_match) with ordinality e (match, n)
      where e.match <> 0 and greatest(e.match, 0) <> (case when v_live[e.n] then v_version[e.n] else 0 end);
    if found then
      return;
    end if;

    if p_patient is not null then
      return query
        select 'forbidden', e.n::integer, 0, null::timestamptz
        from unnest(v_rid) with ordinality e (rid, n)
        join resource_index x on x.rid = e.rid
        where p_patient <> all (x.tokens);
      if found then
        return;
      end if;
    end if;

    select array_agg(coalesce(e.rid, nextval('resource_rid')) order by e.n) into v_rid
    from unnest(v_rid) with ordinality e (rid, n);
  else
    select array_agg(nextval('resource_rid')) into v_rid from generate_series(1, cardinality(p_method));
  end if;

  if true = any (p_target_required) then
    return query
      select 'missing-reference', e.n::integer, 0, null::timestamptz
      from unnest(p_target_type, p_target_id, p_target_required) with ordinality e (type, id, required, n)
      cross join lateral (
        select count(*) as there from resource r
        where r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.body is not null) r
      where e.required and r.there = 0;
    if found then
      return;
    end if;
  end if;

  v_now := date_trunc('milliseconds', clock_timestamp());

  if v_replaces then
    insert into resource_history (rid, last_updated, version, method, tenant, type, patients, body)
    select r.rid, r.last_updated, r.version, r.method, r.tenant, r.type,
           coalesce(x.tokens[1 : x.patients], '{}'), r.body
    from unnest(p_method, v_rid) with ordinality e (method, rid, n)
    join resource r on r.rid = e.rid
    left join resource_index x on x.rid = e.rid
    where r.version > 0 and (e.method <> 'DELETE' or v_live[e.n]);
  end if;

  insert into resource (rid, last_updated, version, method, tenant, type, id, body)
  select v_rid[e.n], v_now, 1, e.method, p_tenant, e.type, e.id, e.body
  from unnest(p_method, p_type, p_id, p_body) with ordinality e (method, type, id, body, n)
  where e.method <> 'DELETE'
  on conflict on constraint resource_id_unique do update
  set version = resource.version + 1,
      last_updated = greatest(excluded.last_updated, resource.last_updated + interval '1 millisecond'),
      method = excluded.method,
      body = excluded.body;

  perform put_index(
    p_tenant, v_rid, array_fill((extract(epoch from v_now) * 1000000)::bigint, array[cardinality(p_method)]), 1000, v_replaces,
    p_target_type, p_target_id, p_kind, p_patients, p_patients_to, p_tokens, p_tokens_to, p_edge_param, p_edge_target, p_edge_to,
    p_ranges, p_ranges_to, p_string_entry, p_string_param, p_string_value, p_concept_param, p_concept_hash, p_concept_value);

  if v_replaces then
    update resource r
    set version = r.version + 1,
        last_updated = greatest(v_now, r.last_updated + interval '1 millisecond'),
        method = 'DELETE', body = null
    from unnest(p_method, v_rid) with ordinality e (method, rid, n)
    where e.method = 'DELETE' and v_live[e.n] and r.rid = e.rid;

    -- A delete keeps the compartments, so that a patient's token gets the same 410 as everybody.
    update resource_index x
    set kind = 0,
        updated = greatest((extract(epoch from v_now) * 1000000)::bigint, x.updated + 1000),
        tokens = x.tokens[1 : x.patients],
        links = '{}',
        ranges = '{}'
    from unnest(p_method, v_rid) with ordinality e (method, rid, n)
    where e.method = 'DELETE' and v_live[e.n] and x.rid = e.rid;
  end if;

  if exists (select from change_follower f where f.tenant = p_tenant) then
    insert into change_log (at, rid, version, method, tenant, type, id)
    select r.last_updated, r.rid, r.version, r.method, p_tenant, r.type, r.id
    from unnest(p_method, v_rid) with ordinality e (method, rid, n)
    join resource r on r.rid = e.rid
    where e.method <> 'DELETE' or v_live[e.n]
    order by e.n;
  end if;

  if v_replaces then
    return query
      select case
               when e.method = 'DELETE' then case when v_live[e.n] then 'deleted' else 'absent' end
               when v_live[e.n] then 'updated'
               else 'created'
             end,
             e.n::integer, r.version, r.last_updated
      from unnest(p_method, v_rid) with ordinality e (method, rid, n)
      left join resource r on r.rid = e.rid
      order by e.n;
  else
    return query select 'created', n, 1, v_now from generate_series(1, cardinality(p_method)) n;
  end if;
end $$;

create or replace function rewrite_index(
  p_tenant text,
  p_lock_tenant bigint,
  p_locks bigint[],
  p_target_type text[],
  p_target_id text[],
  p_type text[],
  p_id text[],
  p_version integer[],
  p_kind bigint[],
  p_patients bigint[],
  p_patients_to integer[],
  p_tokens bigint[],
  p_tokens_to integer[],
  p_edge_param bigint[],
  p_edge_target integer[],
  p_edge_to integer[],
  p_ranges bigint[],
  p_ranges_to integer[],
  p_string_entry integer[],
  p_string_param bigint[],
  p_string_value text[],
  p_concept_param bigint[],
  p_concept_hash bigint[],
  p_concept_value text[])
returns integer language plpgsql as $$
#variable_conflict use_column
declare
  v_rid bigint[];
  v_updated bigint[];
begin
  perform set_config('salus.tenant', p_tenant, true);
  perform pg_advisory_xact_lock_shared(p_lock_tenant);
  for i in 1 .. cardinality(p_locks) loop
    perform pg_advisory_xact_lock(p_locks[i]);
  end loop;

  -- What has another version now was indexed by whoever wrote it.
  select array_agg(r.rid order by e.n), array_agg((extract(epoch from r.last_updated) * 1000000)::bigint order by e.n)
  into v_rid, v_updated
  from unnest(p_type, p_id, p_version) with ordinality e (type, id, version, n)
  left join lateral (
    select r.rid, r.last_updated from resource r
    where r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.version = e.version and r.body is not null
    offset 0) r on true;

  perform put_index(
    p_tenant, v_rid, v_updated, 0, true,
    p_target_type, p_target_id, p_kind, p_patients, p_patients_to, p_tokens, p_tokens_to, p_edge_param, p_edge_target, p_edge_to,
    p_ranges, p_ranges_to, p_string_entry, p_string_param, p_string_value, p_concept_param, p_concept_hash, p_concept_value);

  return (select count(*) from unnest(v_rid) e (rid) where e.rid is not null);
end $$;
