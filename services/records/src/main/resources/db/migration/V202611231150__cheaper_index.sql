-- Most of a write's time in PostgreSQL went into the index of tokens, entry by entry. New entries gather in a list of at most 256 KiB, which whoever fills
-- it merges into the index: common tokens are then written once for hundreds of resources. A search reads through the list: 0.1 ms.
alter index resource_index_tokens set (fastupdate = on, gin_pending_list_limit = 256);
comment on index resource_index_tokens is 'With a short list of pending entries, which spares writes most of its price and costs a search 0.1 ms.';

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
    left join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id;
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
