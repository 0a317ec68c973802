-- The record store. Bodies are opaque to PostgreSQL; what can be searched lies beside them.

create table tenant_salt (
  tenant text collate "C" not null,
  salt bytea not null,
  constraint tenant_salt_pk primary key (tenant),
  constraint tenant_salt_length check (octet_length(salt) = 32)
);
comment on table tenant_salt is
  'Secret key of the index hashes of one tenant. Without it nobody can tell from an index table what a hash stands for, or compare two tenants.';

create table resource (
  tenant text collate "C" not null,
  type text collate "C" not null,
  key uuid not null,
  id text collate "C" not null,
  version integer not null,
  last_updated timestamptz not null,
  method text collate "C" not null,
  patients bigint[] not null,
  tokens bigint[] not null,
  dates bigint[] not null,
  links text not null,
  body bytea,
  constraint resource_pk primary key (tenant, type, key),
  constraint resource_id_unique unique (tenant, type, id),
  constraint resource_version_positive check (version > 0),
  constraint resource_method_known check (method in ('POST', 'PUT', 'DELETE')),
  constraint resource_body_unless_deleted check ((body is null) = (method = 'DELETE'))
);
comment on table resource is 'The present version of each resource, also when that version is its delete.';
comment on column resource.key is 'UUIDv7, so that new rows land at the right end of every index. The logical id of a resource that the server named is the same value.';
comment on column resource.patients is 'Hashes of the patient compartments the resource is in: what a patient''s token may see is decided by the row itself.';
comment on column resource.tokens is 'What the resource has in resource_token, so that an update finds it there without a second index on that table.';
comment on column resource.dates is 'Triples of parameter hash, low and high, as in resource_date: for updates, and to sort by.';
comment on column resource.links is 'One line a reference, `parameter Type/id`: what _include follows.';
comment on column resource.body is 'One byte of format, one of dictionary, two of encryption key (0: none), then zstd. What is compressed begins behind meta.lastUpdated, so that id, version and time are put in front without reading JSON.';
alter table resource alter column body set storage external;
create index resource_last_updated on resource (tenant, type, last_updated, key);

create table resource_history (
  tenant text collate "C" not null,
  type text collate "C" not null,
  id text collate "C" not null,
  version integer not null,
  last_updated timestamptz not null,
  method text collate "C" not null,
  patients bigint[] not null,
  body bytea,
  constraint resource_history_pk primary key (tenant, type, id, version)
);
comment on table resource_history is 'Versions that a later one has replaced. The present one is in resource only: a first write costs one body.';
alter table resource_history alter column body set storage external;

create table resource_string (
  tenant text collate "C" not null,
  param bigint not null,
  value text collate "C" not null,
  key uuid not null,
  constraint resource_string_pk primary key (tenant, param, value, key)
);
comment on table resource_string is
  'Names and addresses, normalized. Readable, hence guarded; searched by >= and < in the C collation, which are leakproof, so that the index works under row-level security.';
create index resource_string_key on resource_string (tenant, key);

create table resource_token (
  tenant text collate "C" not null,
  hash bigint not null,
  key uuid not null,
  constraint resource_token_pk primary key (hash, key)
);
comment on table resource_token is
  'Codes, identifiers, references and compartments as hashes salted by tenant. Not guarded: it holds nothing readable, gives candidates only, and each hash belongs to one tenant.';

create table resource_date (
  tenant text collate "C" not null,
  param bigint not null,
  low bigint not null,
  high bigint not null,
  key uuid not null,
  constraint resource_date_pk primary key (param, low, high, key),
  constraint resource_date_ordered check (low < high)
);
comment on table resource_date is 'Times as half-open intervals of microseconds since 1970 (UTC). Not guarded, as resource_token.';
comment on column resource_date.param is 'Hash of type and parameter, salted by tenant.';
create index resource_date_high on resource_date (param, high, low, key);

alter table tenant_salt enable row level security;
alter table resource enable row level security;
alter table resource_history enable row level security;
alter table resource_string enable row level security;
create policy tenant_salt_tenant on tenant_salt using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy resource_tenant on resource using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy resource_history_tenant on resource_history using (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy resource_string_tenant on resource_string using (tenant = nullif(current_setting('salus.tenant', true), ''));

-- Every function sets the tenant first, for its own transaction: one round trip a call, and no policy is evaluated before.
-- Sequential scans, hash and merge joins are off inside: the right plan is always the index, also while a cached plan was
-- made for empty tables.

create function salt_of(p_tenant text, p_proposed bytea) returns bytea language plpgsql as $$
#variable_conflict use_column
declare
  v_salt bytea;
begin
  perform set_config('salus.tenant', p_tenant, true);
  select s.salt into v_salt from tenant_salt s where s.tenant = p_tenant;
  if v_salt is null then
    insert into tenant_salt (tenant, salt) values (p_tenant, p_proposed) on conflict do nothing;
    select s.salt into v_salt from tenant_salt s where s.tenant = p_tenant;
  end if;
  return v_salt;
end $$;
comment on function salt_of is 'The salt of a tenant; the first caller''s proposal becomes it.';

create function read_resource(p_tenant text, p_patient bigint, p_type text, p_id text)
returns table (version integer, last_updated timestamptz, body bytea)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select r.version, r.last_updated, r.body
    from resource r
    where r.tenant = p_tenant and r.type = p_type and r.id = p_id
      and (p_patient is null or p_patient = any (r.patients));
end $$;

create function read_versions(p_tenant text, p_patient bigint, p_type text, p_id text, p_from integer, p_to integer, p_limit integer)
returns table (version integer, last_updated timestamptz, method text, body bytea)
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query
    select v.version, v.last_updated, v.method, v.body
    from (
      select r.version, r.last_updated, r.method, r.patients, r.body
      from resource r
      where r.tenant = p_tenant and r.type = p_type and r.id = p_id
      union all
      select h.version, h.last_updated, h.method, h.patients, h.body
      from resource_history h
      where h.tenant = p_tenant and h.type = p_type and h.id = p_id and h.version between p_from and p_to
    ) v
    where v.version between p_from and p_to
      and (p_patient is null or p_patient = any (v.patients))
    order by v.version desc
    limit p_limit;
end $$;
comment on function read_versions is 'Versions between two numbers, newest first: one of them for vread, all for history.';

create function search_resources(p_tenant text, p_query text, p_texts text[])
returns table (included boolean, type text, id text, version integer, last_updated timestamptz, body bytea, cursor text[])
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
begin
  perform set_config('salus.tenant', p_tenant, true);
  return query execute p_query using p_tenant, p_texts;
end $$;
comment on function search_resources is
  'Runs a search that the service has built. Numbers are in its text, texts are in p_texts ($2) and never in the statement.';

create function count_resources(p_tenant text, p_query text, p_texts text[]) returns bigint
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_count bigint;
begin
  perform set_config('salus.tenant', p_tenant, true);
  execute p_query into v_count using p_tenant, p_texts;
  return v_count;
end $$;

create function match_condition(p_tenant text, p_type text, p_hashes bigint[]) returns text[]
language plpgsql set enable_seqscan = off as $$
#variable_conflict use_column
declare
  v_ids text[];
begin
  select array_agg(m.id) into v_ids
  from (
    select r.id
    from resource_token t
    join resource r on r.tenant = p_tenant and r.type = p_type and r.key = t.key
    where t.hash = p_hashes[1]
      and not exists (
        select from unnest(p_hashes) h (hash)
        where not exists (select from resource_token o where o.hash = h.hash and o.key = t.key))
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
  p_reference_type text[],
  p_reference_id text[],
  p_method text[],
  p_type text[],
  p_id text[],
  p_key uuid[],
  p_match integer[],
  p_body bytea[],
  p_links text[],
  p_patients bigint[],
  p_patients_to integer[],
  p_tokens bigint[],
  p_tokens_to integer[],
  p_dates bigint[],
  p_dates_to integer[],
  p_string_entry integer[],
  p_string_param bigint[],
  p_string_value text[])
returns table (outcome text, entry integer, version integer, last_updated timestamptz)
language plpgsql
set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
#variable_conflict use_column
declare
  v_now timestamptz;
  v_key uuid[] := p_key;
  v_version integer[];
  v_live boolean[];
  v_ids text[];
  v_replaces boolean := 'PUT' = any (p_method) or 'DELETE' = any (p_method);
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
    select array_agg(coalesce(r.key, e.key) order by e.n),
           array_agg(coalesce(r.version, 0) order by e.n),
           array_agg(coalesce(r.method <> 'DELETE', false) order by e.n)
    into v_key, v_version, v_live
    from unnest(p_type, p_id, p_key) with ordinality e (type, id, key, n)
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
        from unnest(p_type, p_id) with ordinality e (type, id, n)
        join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id
        where p_patient <> all (r.patients);
      if found then
        return;
      end if;
    end if;
  end if;

  return query
    select 'missing-reference', e.n::integer, 0, null::timestamptz
    from unnest(p_reference_type, p_reference_id) with ordinality e (type, id, n)
    where not exists (
      select from resource r
      where r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.method <> 'DELETE');
  if found then
    return;
  end if;

  v_now := date_trunc('milliseconds', clock_timestamp());

  if v_replaces then
    insert into resource_history (tenant, type, id, version, last_updated, method, patients, body)
    select r.tenant, r.type, r.id, r.version, r.last_updated, r.method, r.patients, r.body
    from unnest(p_method, p_type, p_id) with ordinality e (method, type, id, n)
    join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id
    where e.method = 'PUT' or v_live[e.n];

    delete from resource_token t
    using (
      select r.key, unnest(r.tokens) as hash
      from unnest(p_type, p_id) e (type, id)
      join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id) o
    where t.hash = o.hash and t.key = o.key;

    delete from resource_date d
    using (
      select r.key, r.dates[i] as param, r.dates[i + 1] as low, r.dates[i + 2] as high
      from unnest(p_type, p_id) e (type, id)
      join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id
      cross join lateral generate_series(1, cardinality(r.dates), 3) i) o
    where d.param = o.param and d.low = o.low and d.high = o.high and d.key = o.key;

    delete from resource_string s
    using unnest(v_key, v_version) o (key, version)
    where o.version > 0 and s.tenant = p_tenant and s.key = o.key;
  end if;

  insert into resource (tenant, type, key, id, version, last_updated, method, patients, tokens, dates, links, body)
  select p_tenant, e.type, v_key[e.n], e.id, 1, v_now, e.method,
         p_patients[coalesce(p_patients_to[e.n - 1], 0) + 1 : p_patients_to[e.n]],
         p_tokens[coalesce(p_tokens_to[e.n - 1], 0) + 1 : p_tokens_to[e.n]],
         p_dates[coalesce(p_dates_to[e.n - 1], 0) + 1 : p_dates_to[e.n]],
         e.links, e.body
  from unnest(p_method, p_type, p_id, p_body, p_links) with ordinality e (method, type, id, body, links, n)
  where e.method <> 'DELETE'
  on conflict on constraint resource_id_unique do update
  set version = resource.version + 1,
      last_updated = greatest(excluded.last_updated, resource.last_updated + interval '1 millisecond'),
      method = excluded.method,
      patients = excluded.patients,
      tokens = excluded.tokens,
      dates = excluded.dates,
      links = excluded.links,
      body = excluded.body;

  insert into resource_token (tenant, hash, key)
  select p_tenant, t.hash, v_key[e.n]
  from generate_series(1, cardinality(p_tokens_to)) e (n)
  cross join lateral unnest(p_tokens[coalesce(p_tokens_to[e.n - 1], 0) + 1 : p_tokens_to[e.n]]) t (hash);

  insert into resource_date (tenant, param, low, high, key)
  select p_tenant, p_dates[i], p_dates[i + 1], p_dates[i + 2], v_key[e.n]
  from generate_series(1, cardinality(p_dates_to)) e (n)
  cross join lateral generate_series(coalesce(p_dates_to[e.n - 1], 0) + 1, p_dates_to[e.n], 3) i;

  insert into resource_string (tenant, param, value, key)
  select p_tenant, e.param, e.value, v_key[e.n]
  from unnest(p_string_entry, p_string_param, p_string_value) e (n, param, value);

  if v_replaces then
    -- A delete keeps the compartments, so that a patient's token gets the same 410 as everybody.
    update resource r
    set version = r.version + 1,
        last_updated = greatest(v_now, r.last_updated + interval '1 millisecond'),
        method = 'DELETE', tokens = '{}', dates = '{}', links = '', body = null
    from unnest(p_method, p_type, p_id) e (method, type, id)
    where e.method = 'DELETE' and r.tenant = p_tenant and r.type = e.type and r.id = e.id and r.method <> 'DELETE';

    return query
      select case
               when e.method = 'DELETE' then case when v_live[e.n] then 'deleted' else 'absent' end
               when v_live[e.n] then 'updated'
               else 'created'
             end,
             e.n::integer, r.version, r.last_updated
      from unnest(p_method, p_type, p_id) with ordinality e (method, type, id, n)
      left join resource r on r.tenant = p_tenant and r.type = e.type and r.id = e.id
      order by e.n;
  else
    return query select 'created', n, 1, v_now from generate_series(1, cardinality(p_method)) n;
  end if;
end $$;
comment on function apply_changes is
  'Writes all changes or none. Arrays of one entry each share a length; arrays with a partner *_to are flat, and *_to holds the end of each entry''s part. Answers one row an entry, or only rows that say what stands against the write: stale-condition and missing-reference count in their own arrays.';

revoke execute on function
  salt_of, read_resource, read_versions, search_resources, count_resources, match_condition, resolve_conditions, apply_changes
  from public;

grant usage on schema public to "${app_role}";
grant select, insert on tenant_salt, resource_history to "${app_role}";
grant select, insert, update on resource to "${app_role}";
grant select, insert, delete on resource_string, resource_token, resource_date to "${app_role}";
grant execute on function
  salt_of, read_resource, read_versions, search_resources, count_resources, match_condition, resolve_conditions, apply_changes
  to "${app_role}";
