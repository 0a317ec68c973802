-- Feature sets and the snapshots made by them. Neither holds values of a record; snapshots point to files in object storage.

create table feature_set (
  tenant text collate "C" not null,
  name text collate "C" not null,
  version integer not null,
  sha256 text collate "C" not null,
  definition text not null,
  created_at timestamptz not null default now(),
  constraint feature_set_pk primary key (tenant, name, version),
  constraint feature_set_version_positive check (version > 0)
);
comment on table feature_set is 'Versions of definitions; a row never changes. The built-in sets are version 1 of their names for every tenant and have no row.';
comment on column feature_set.sha256 is 'Of the canonical definition (sorted fields, no spaces), hex.';
comment on column feature_set.definition is 'JSON as it was written.';

create table snapshot (
  tenant text collate "C" not null,
  id uuid not null,
  name text collate "C" not null,
  version integer not null,
  definition text not null,
  sha256 text collate "C" not null,
  row_count bigint not null,
  positives bigint not null,
  size_bytes bigint not null,
  storage_key text not null,
  created_at timestamptz not null default now(),
  constraint snapshot_pk primary key (tenant, id),
  constraint snapshot_counts check (positives between 0 and row_count)
);
comment on table snapshot is 'Parquet files of features and labels; immutable.';
comment on column snapshot.id is 'Id of the job that made it, so that a second attempt of the job finds what the first one finished.';
comment on column snapshot.definition is 'The feature set that made it, kept here because a later release may bring another built-in version 1.';

alter table feature_set enable row level security;
alter table snapshot enable row level security;
create policy feature_set_tenant on feature_set
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
create policy snapshot_tenant on snapshot
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

grant select, insert on feature_set, snapshot to "${app_role}";
