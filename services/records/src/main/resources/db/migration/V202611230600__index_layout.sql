-- One row in the index for each resource instead of a row for each value: its hashes in an array under a GIN index, which keeps a few bytes for each
-- of them where a table kept a hundred. Resources have a short number of their own (rid) that all tables share.

create sequence resource_rid;
comment on sequence resource_rid is 'Numbers of resources, in the order of their making: new rows land at the right end of every index, and pages follow it.';

alter table resource rename to old_resource;
alter table old_resource drop constraint resource_pk;
alter table old_resource drop constraint resource_id_unique;
alter table old_resource drop constraint resource_version_positive;
alter table old_resource drop constraint resource_method_known;
alter table old_resource drop constraint resource_body_unless_deleted;
alter table old_resource add column rid bigint;
alter table resource_history rename to old_history;
alter table old_history drop constraint resource_history_pk;
alter table resource_string rename to old_string;
alter table old_string drop constraint resource_string_pk;
drop index resource_last_updated;
drop index resource_string_key;

update old_resource o set rid = n.rid
from (select s.tenant, s.type, s.key, nextval('resource_rid') as rid from (select tenant, type, key from old_resource order by key) s) n
where o.tenant = n.tenant and o.type = n.type and o.key = n.key;

create table resource (
  rid bigint not null,
  last_updated timestamptz not null,
  version integer not null,
  method text collate "C" not null,
  tenant text collate "C" not null,
  type text collate "C" not null,
  id text collate "C" not null,
  body bytea,
  constraint resource_pk primary key (rid),
  constraint resource_id_unique unique (tenant, type, id),
  constraint resource_body_if_live check ((body is null) = (method in ('DELETE', 'NONE')))
);
comment on table resource is 'The present version of each resource, also when that version is its delete.';
comment on column resource.rid is 'Number of the resource, the same in all versions; other resources refer to it by this.';
comment on constraint resource_body_if_live on resource is 'The only one: PostgreSQL reads each check anew for each statement, 20 microseconds a time.';
comment on column resource.method is 'How this version came to be: POST, PUT, PATCH or DELETE. NONE with version 0 is a place kept by an import for a resource that others refer to and that has not come yet.';
comment on column resource.body is 'One byte of format, one of dictionary, two of encryption key (0: none), then zstd. What is compressed begins behind meta.lastUpdated, so that id, version and time are put in front without reading JSON.';
alter table resource alter column body set storage external;

create table resource_history (
  rid bigint not null,
  last_updated timestamptz not null,
  version integer not null,
  method text collate "C" not null,
  tenant text collate "C" not null,
  type text collate "C" not null,
  patients bigint[] not null,
  body bytea,
  constraint resource_history_pk primary key (rid, version)
);
comment on table resource_history is 'Versions that a later one has replaced. The present one is in resource only: a first write costs one body.';
comment on column resource_history.patients is 'Hashes of the patient compartments that version was in: a patient''s token sees a version by these.';
alter table resource_history alter column body set storage external;
create index resource_history_time on resource_history (tenant, type, last_updated, rid);

create table resource_index (
  rid bigint not null,
  kind bigint not null,
  updated bigint not null,
  patients smallint not null,
  tenant text collate "C" not null,
  tokens bigint[] not null,
  links bigint[] not null,
  ranges bigint[] not null,
  constraint resource_index_pk primary key (rid)
);
comment on table resource_index is
  'What finds a resource, as numbers salted by tenant. Not guarded: it holds nothing readable and gives candidates only, and each hash belongs to one tenant; array operators would not use an index under row-level security.';
comment on column resource_index.kind is 'Hash of the resource type; 0 after a delete.';
comment on column resource_index.updated is 'meta.lastUpdated in microseconds since 1970.';
comment on column resource_index.patients is 'How many tokens, from the first, are compartments of patients.';
comment on column resource_index.tokens is
  'Compartments of patients, hashes of codes, uris and presence, and edges: hashint8extended(rid of the target, hash of the parameter) for each reference, so that chains, _has, _include and _revinclude are joins. After a delete the compartments are left, so that a patient''s token gets the same 410 as everybody.';
comment on column resource_index.links is 'Rids of the resources it refers to, each once. Which parameter does is told by the edges.';
comment on column resource_index.ranges is 'Triples of parameter, low and high, as in resource_range: for updates, sorts, and conditions on few rows.';

create table resource_range (
  rid bigint not null,
  param bigint not null,
  low bigint not null,
  high bigint not null,
  tenant text collate "C" not null
);
comment on table resource_range is
  'Times (half-open, microseconds since 1970, UTC), numbers and quantities (as longs in the order of doubles). Not guarded, as resource_index.';
comment on column resource_range.param is
  'Hash of type, parameter and unit whose lowest three bits are the class of the width of a time: 0 up to a second, 1 a day, 2 31 days, 3 366 days, 4 3,660 days, 5 more. So low lies in a bounded span left of what it may overlap, and one index serves both ends. Numbers are of class 0.';

create table resource_string (
  rid bigint not null,
  param bigint not null,
  tenant text collate "C" not null,
  value text collate "C" not null,
  constraint resource_string_pk primary key (tenant, param, value, rid)
);
comment on table resource_string is
  'Names and addresses, normalized. Readable, hence guarded; searched by >= and < in the C collation, which are leakproof, so that the index works under row-level security.';

create table concept_text (
  hash bigint not null,
  param bigint not null,
  tenant text collate "C" not null,
  value text collate "C" not null,
  constraint concept_text_pk primary key (tenant, param, value, hash)
);
comment on table concept_text is 'Texts of codings, normalized, each once for its code and not for each resource: what :text looks through before it looks for the codes.';
comment on column concept_text.hash is 'The token of resource_index.tokens that resources with this text carry.';

insert into resource (rid, last_updated, version, method, tenant, type, id, body)
select rid, last_updated, version, method, tenant, type, id, body from old_resource order by rid;

insert into resource_history (rid, last_updated, version, method, tenant, type, patients, body)
select o.rid, h.last_updated, h.version, h.method, h.tenant, h.type, h.patients, h.body
from old_history h join old_resource o using (tenant, type, id);

-- What finds them is made anew from the bodies: only the service knows the hashes.
create table reindex_due (
  tenant text collate "C" not null,
  constraint reindex_due_pk primary key (tenant)
);
comment on table reindex_due is 'Tenants whose resources were stored before the present layout of the index and are to be indexed again. Not guarded: names of tenants only.';
insert into reindex_due (tenant) select distinct tenant from old_resource;

drop table old_string;
drop table old_history;
drop table old_resource;
drop table resource_token;
drop table resource_date;

create index resource_index_kind on resource_index (kind, updated, rid);
create index resource_index_tokens on resource_index using gin (tokens) with (fastupdate = off);
comment on index resource_index_tokens is 'Without a list of pending entries: one of a megabyte spares a single create a fifth of its time, but every search would read through it.';
create index resource_range_low on resource_range (param, low, rid, high);
create index resource_string_rid on resource_string (rid);
alter table resource_index alter column tokens set statistics 1000;

create table change_follower (
  tenant text collate "C" not null,
  name text collate "C" not null,
  position bigint not null default 0,
  constraint change_follower_pk primary key (tenant, name)
);
comment on table change_follower is 'Who reads the changes of a tenant, and up to which number it has. While a tenant has one, its changes are logged. Not guarded: names of tenants and of parts of this service only.';

create table change_log (
  number bigint generated always as identity,
  transaction xid8 not null default pg_current_xact_id(),
  at timestamptz not null,
  rid bigint not null,
  version integer not null,
  method text collate "C" not null,
  tenant text collate "C" not null,
  type text collate "C" not null,
  id text collate "C" not null,
  constraint change_log_pk primary key (tenant, transaction, number)
);
comment on table change_log is
  'What has changed, written in the transaction that changes it. Read in the order of transaction and number, below pg_snapshot_xmin(pg_current_snapshot()): nothing can come before what was read.';

alter table resource enable row level security;
alter table resource_history enable row level security;
alter table resource_string enable row level security;
alter table concept_text enable row level security;
alter table change_log enable row level security;
create policy resource_tenant on resource using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy resource_history_tenant on resource_history using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy resource_string_tenant on resource_string using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy concept_text_tenant on concept_text using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy change_log_tenant on change_log using (tenant = nullif(current_setting('salus.tenant', true), ''));

drop function read_resource;
drop function read_versions;
drop function match_condition cascade;
drop function resolve_conditions;
drop function apply_changes;
drop function search_resources;
drop function count_resources;

-- Every function sets the tenant first, for its own transaction: one round trip a call, and no policy is evaluated before. The service's connections
-- switch sequential scans off for themselves: a plan that was cached while the tables were empty would else stay.

create function read_resource(p_tenant text, p_patient bigint, p_type text, p_id text)
returns table (version integer, last_updated timestamptz, body bytea)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_patient is null then
    return query
      select r.version, r.last_updated, r.body
      from resource r
      where r.tenant = p_tenant and r.type = p_type and r.id = p_id and r.version > 0;
  else
    return query
      select r.version, r.last_updated, r.body
      from resource r join resource_index x on x.rid = r.rid
      where r.tenant = p_tenant and r.type = p_type and r.id = p_id and r.version > 0
        and p_patient = any (x.tokens);
  end if;
end $$;

create function read_versions(p_tenant text, p_patient bigint, p_type text, p_id text, p_from integer, p_to integer, p_limit integer)
returns table (version integer, last_updated timestamptz, method text, body bytea)
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select v.version, v.last_updated, v.method, v.body
    from (
      select r.version, r.last_updated, r.method, x.tokens as patients, r.body
      from resource r join resource_index x on x.rid = r.rid
      where r.tenant = p_tenant and r.type = p_type and r.id = p_id and r.version > 0
      union all
      select h.version, h.last_updated, h.method, h.patients, h.body
      from resource r join resource_history h on h.rid = r.rid
      where r.tenant = p_tenant and r.type = p_type and r.id = p_id and h.version between p_from and p_to
    ) v
    where v.version between p_from and p_to
      and (p_patient is null or p_patient = any (v.patients))
    order by v.version desc
    limit p_limit;
end $$;
comment on function read_versions is 'Versions between two numbers, newest first: one of them for vread, all for history.';

create function search_resources(p_tenant text, p_query text, p_texts text[])
returns table (included boolean, type text, id text, version integer, last_updated timestamptz, body bytea, cursor text[])
language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query execute p_query using p_tenant, p_texts;
end $$;
comment on function search_resources is
  'Runs a search that the service has built. Numbers are in its text, texts are in p_texts ($2) and never in the statement.';

create function count_resources(p_tenant text, p_query text, p_texts text[]) returns bigint
language plpgsql as $$
#variable_conflict use_column
declare
  v_count bigint;
begin
  perform set_config('salus.tenant', p_tenant, true);
  execute p_query into v_count using p_tenant, p_texts;
  return v_count;
end $$;

create function match_condition(p_tenant text, p_type text, p_hashes bigint[]) returns text[]
language plpgsql as $$
#variable_conflict use_column
declare
  v_ids text[];
begin
  select array_agg(m.id) into v_ids
  from (
    select r.id
    from resource_index x
    join resource r on r.rid = x.rid
    where x.tokens @> p_hashes and x.kind <> 0 and r.tenant = p_tenant and r.type = p_type
    limit 2
  ) m;
  return coalesce(v_ids, '{}');
end $$;
comment on function match_condition is 'Ids of the resources that carry all hashes; two say as much as many. Needs the tenant set.';

create function resolve_conditions(p_tenant text, p_type text[], p_hash bigint[], p_hash_to integer[])
returns table (condition integer, ids text[]) language plpgsql as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  for i in 1 .. cardinality(p_type) loop
    condition := i;
    ids := match_condition(p_tenant, p_type[i], p_hash[coalesce(p_hash_to[i - 1], 0) + 1 : p_hash_to[i]]);
    return next;
  end loop;
end $$;

create function keep_places(p_tenant text, p_type text[], p_id text[]) returns void
language plpgsql as $$
begin
  perform set_config('salus.tenant', p_tenant, true);
  insert into resource (rid, last_updated, version, method, tenant, type, id, body)
  select nextval('resource_rid'), to_timestamp(0), 0, 'NONE', p_tenant, e.type, e.id, null
  from (select distinct u.type, u.id from unnest(p_type, p_id) u (type, id) order by 1, 2) e
  on conflict on constraint resource_id_unique do nothing;
end $$;
comment on function keep_places is 'Numbers for resources that are referred to and have not come yet. They are found by nothing until they are written.';

create function apply_changes(
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
  v_target bigint[];
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
    left join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id;

    return query
      select 'conflict', e.n::integer, v_version[e.n], null::timestamptz
      from unnest(p_match) with ordinality e (match, n)
      where e.match > 0 and e.match <> (case when v_live[e.n] then v_version[e.n] else 0 end);
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
      where e.required and not exists (
        select from resource r
        where r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.body is not null);
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

    delete from resource_range d
    using (
      select x.rid, x.ranges[i] as param, x.ranges[i + 1] as low
      from unnest(v_rid) e (rid)
      join resource_index x on x.rid = e.rid
      cross join lateral generate_series(1, cardinality(x.ranges), 3) i) o
    where d.param = o.param and d.low = o.low and d.rid = o.rid;

    delete from resource_string s using unnest(v_rid) e (rid) where s.rid = e.rid;
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

  if cardinality(p_target_id) > 0 then
    select array_agg(r.rid order by e.n) into v_target
    from unnest(p_target_type, p_target_id) with ordinality e (type, id, n)
    left join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id;
  end if;

  insert into resource_index (rid, kind, updated, patients, tenant, tokens, links, ranges)
  select v_rid[n], p_kind[n], (extract(epoch from v_now) * 1000000)::bigint,
         p_patients_to[n] - coalesce(p_patients_to[n - 1], 0), p_tenant,
         p_patients[coalesce(p_patients_to[n - 1], 0) + 1 : p_patients_to[n]]
           || p_tokens[coalesce(p_tokens_to[n - 1], 0) + 1 : p_tokens_to[n]]
           || edges.tokens,
         edges.links,
         p_ranges[coalesce(p_ranges_to[n - 1], 0) + 1 : p_ranges_to[n]]
  from generate_series(1, cardinality(p_kind)) n
  cross join lateral (
    select coalesce(array_agg(hashint8extended(v_target[p_edge_target[k]], p_edge_param[k])), '{}') as tokens,
           coalesce(array_agg(distinct v_target[p_edge_target[k]]), '{}') as links
    from generate_series(coalesce(p_edge_to[n - 1], 0) + 1, p_edge_to[n]) k
    where v_target[p_edge_target[k]] is not null) edges
  where p_kind[n] <> 0
  on conflict on constraint resource_index_pk do update
  set kind = excluded.kind,
      updated = greatest(excluded.updated, resource_index.updated + 1000),
      patients = excluded.patients,
      tokens = excluded.tokens,
      links = excluded.links,
      ranges = excluded.ranges;

  -- Each statement costs some 20 microseconds before it does anything, and most resources have neither names nor new codes.
  if cardinality(p_ranges) > 0 then
    insert into resource_range (rid, param, low, high, tenant)
    select v_rid[n], p_ranges[i], p_ranges[i + 1], p_ranges[i + 2], p_tenant
    from generate_series(1, cardinality(p_ranges_to)) n
    cross join lateral generate_series(coalesce(p_ranges_to[n - 1], 0) + 1, p_ranges_to[n], 3) i;
  end if;

  if cardinality(p_string_entry) > 0 then
    insert into resource_string (rid, param, tenant, value)
    select v_rid[e.n], e.param, p_tenant, e.value
    from unnest(p_string_entry, p_string_param, p_string_value) e (n, param, value);
  end if;

  -- Sorted by the caller, so that two writers of the same new texts do not wait for each other in a circle.
  if cardinality(p_concept_hash) > 0 then
    insert into concept_text (hash, param, tenant, value)
    select e.hash, e.param, p_tenant, e.value
    from unnest(p_concept_hash, p_concept_param, p_concept_value) e (hash, param, value)
    on conflict do nothing;
  end if;

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
comment on function apply_changes is
  'Writes all changes or none. Arrays of one entry each share a length; arrays with a partner *_to are flat, and *_to holds the end of each entry''s part. Edges point into the targets. Answers one row an entry, or only rows that say what stands against the write: stale-condition and missing-reference count in their own arrays.';

revoke execute on function
  read_resource, read_versions, search_resources, count_resources, match_condition, resolve_conditions, keep_places, apply_changes
  from public;

grant usage on sequence resource_rid to "${app_role}";
grant select, insert on resource_history, concept_text to "${app_role}";
grant select, insert, update on resource, resource_index to "${app_role}";
grant select, insert, delete on resource_string, resource_range, change_log to "${app_role}";
grant select, insert, update, delete on change_follower to "${app_role}";
grant select, delete on reindex_due to "${app_role}";
grant execute on function
  read_resource, read_versions, search_resources, count_resources, match_condition, resolve_conditions, keep_places, apply_changes
  to "${app_role}";
