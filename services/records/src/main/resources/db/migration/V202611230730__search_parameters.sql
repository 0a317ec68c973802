-- Search parameters of a tenant's own are SearchParameter resources. Every instance of the service keeps those of all tenants in memory and learns of a
-- change by its stamp; one that is not indexed for all resources yet is searched by nobody.

create sequence search_parameter_stamp;

create table search_parameter_change (
  stamp bigint not null,
  tenant text collate "C" not null,
  constraint search_parameter_change_pk primary key (tenant)
);
comment on table search_parameter_change is
  'When the search parameters of a tenant have last changed, as a number that grows. Not guarded: names of tenants only, read for all of them at once.';

create table search_parameter_ready (
  version integer not null,
  tenant text collate "C" not null,
  id text collate "C" not null,
  constraint search_parameter_ready_pk primary key (tenant, id)
);
comment on table search_parameter_ready is
  'SearchParameter resources, by id and version, by which all resources are indexed. Every write of the resource takes its row away.';
alter table search_parameter_ready enable row level security;
create policy search_parameter_ready_tenant on search_parameter_ready using (tenant = nullif(current_setting('salus.tenant', true), ''));

insert into search_parameter_change (stamp, tenant)
select nextval('search_parameter_stamp'), t.tenant from (select distinct tenant from resource where type = 'SearchParameter') t;

create function search_parameter_changed() returns trigger language plpgsql as $$
begin
  delete from search_parameter_ready r where r.tenant = new.tenant and r.id = new.id;
  insert into search_parameter_change (stamp, tenant) values (nextval('search_parameter_stamp'), new.tenant)
  on conflict on constraint search_parameter_change_pk do update set stamp = excluded.stamp;
  return null;
end $$;
create trigger resource_search_parameter after insert or update on resource
  for each row when (new.type = 'SearchParameter') execute function search_parameter_changed();

create function rewrite_index(
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
  v_target bigint[];
begin
  perform set_config('salus.tenant', p_tenant, true);
  perform pg_advisory_xact_lock_shared(p_lock_tenant);
  for i in 1 .. cardinality(p_locks) loop
    perform pg_advisory_xact_lock(p_locks[i]);
  end loop;

  -- What has another version now was indexed by whoever wrote it.
  select array_agg(r.rid order by e.n) into v_rid
  from unnest(p_type, p_id, p_version) with ordinality e (type, id, version, n)
  left join resource r
    on r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.version = e.version and r.body is not null;

  delete from resource_range d
  using (
    select x.rid, x.ranges[i] as param, x.ranges[i + 1] as low
    from unnest(v_rid) e (rid)
    join resource_index x on x.rid = e.rid
    cross join lateral generate_series(1, cardinality(x.ranges), 3) i) o
  where d.param = o.param and d.low = o.low and d.rid = o.rid;
  delete from resource_string s using unnest(v_rid) e (rid) where s.rid = e.rid;

  select array_agg(r.rid order by e.n) into v_target
  from unnest(p_target_type, p_target_id) with ordinality e (type, id, n)
  left join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id;

  insert into resource_index (rid, kind, updated, patients, tenant, tokens, links, ranges)
  select v_rid[n], p_kind[n], (extract(epoch from r.last_updated) * 1000000)::bigint,
         p_patients_to[n] - coalesce(p_patients_to[n - 1], 0), p_tenant,
         p_patients[coalesce(p_patients_to[n - 1], 0) + 1 : p_patients_to[n]]
           || p_tokens[coalesce(p_tokens_to[n - 1], 0) + 1 : p_tokens_to[n]]
           || edges.tokens,
         edges.links,
         p_ranges[coalesce(p_ranges_to[n - 1], 0) + 1 : p_ranges_to[n]]
  from generate_series(1, cardinality(p_kind)) n
  join resource r on r.rid = v_rid[n]
  cross join lateral (
    select coalesce(array_agg(hashint8extended(v_target[p_edge_target[k]], p_edge_param[k])), '{}') as tokens,
           coalesce(array_agg(distinct v_target[p_edge_target[k]]), '{}') as links
    from generate_series(coalesce(p_edge_to[n - 1], 0) + 1, p_edge_to[n]) k
    where v_target[p_edge_target[k]] is not null) edges
  on conflict on constraint resource_index_pk do update
  set patients = excluded.patients,
      tokens = excluded.tokens,
      links = excluded.links,
      ranges = excluded.ranges;

  insert into resource_range (rid, param, low, high, tenant)
  select v_rid[n], p_ranges[i], p_ranges[i + 1], p_ranges[i + 2], p_tenant
  from generate_series(1, cardinality(p_ranges_to)) n
  cross join lateral generate_series(coalesce(p_ranges_to[n - 1], 0) + 1, p_ranges_to[n], 3) i
  where v_rid[n] is not null;

  insert into resource_string (rid, param, tenant, value)
  select v_rid[e.n], e.param, p_tenant, e.value
  from unnest(p_string_entry, p_string_param, p_string_value) e (n, param, value)
  where v_rid[e.n] is not null;

  insert into concept_text (hash, param, tenant, value)
  select e.hash, e.param, p_tenant, e.value
  from unnest(p_concept_hash, p_concept_param, p_concept_value) e (hash, param, value)
  on conflict do nothing;

  return (select count(*) from unnest(v_rid) e (rid) where e.rid is not null);
end $$;
comment on function rewrite_index is
  'Makes anew what finds resources, where they are still of the version that was read, under the locks of their writers. Arrays as in apply_changes. Answers how many.';

create function read_page(p_tenant text, p_type text, p_after text, p_limit integer)
returns table (id text, version integer, last_updated timestamptz, method text, body bytea)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select r.id, r.version, r.last_updated, r.method, r.body
    from resource r
    where r.tenant = p_tenant and r.type = p_type and r.id > p_after and r.body is not null
    order by r.id
    limit p_limit;
end $$;
comment on function read_page is 'Present resources of a type in the order of ids.';

create function ready_parameters(p_tenant text) returns table (id text, version integer) language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query select r.id, r.version from search_parameter_ready r where r.tenant = p_tenant;
end $$;

create function set_parameters_ready(p_tenant text, p_all boolean, p_id text[], p_version integer[]) returns void language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  insert into search_parameter_ready (version, tenant, id)
  select r.version, p_tenant, r.id
  from unnest(p_id, p_version) e (id, version)
  join resource r
    on r.tenant = p_tenant and r.type = 'SearchParameter' and r.id = e.id and r.version = e.version and r.body is not null
  for share of r
  on conflict do nothing;
  update search_parameter_change c set stamp = nextval('search_parameter_stamp') where c.tenant = p_tenant;
  if p_all then
    delete from reindex_due d where d.tenant = p_tenant;
  end if;
end $$;
comment on function set_parameters_ready is
  'All resources are indexed by these parameters. One that was written meanwhile is not among them: its row is locked against that.';

revoke execute on function
  rewrite_index, search_parameter_changed, read_page, ready_parameters, set_parameters_ready
  from public;
grant execute on function
  rewrite_index, search_parameter_changed, read_page, ready_parameters, set_parameters_ready
  to "${app_role}";
grant usage on sequence search_parameter_stamp to "${app_role}";
grant select, insert, update on search_parameter_change to "${app_role}";
grant select, insert, delete on search_parameter_ready to "${app_role}";
