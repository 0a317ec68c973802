create table release (
  id uuid not null,
  tenant text not null,
  generator text not null,
  snapshot_id text not null,
  snapshot_sha256 text not null,
  rows bigint not null,
  epochs int not null,
  seed bigint not null,
  metrics text not null,
  storage_prefix text not null,
  job text not null,
  created_at timestamptz not null,
  constraint release_pk primary key (id),
  constraint release_once_a_job unique (tenant, job),
  constraint release_generator_known check (generator in ('gan', 'vae')),
  constraint release_has_rows check (rows >= 1)
);
comment on table release is 'Synthetic populations. A row is written after its files and never changes.';
comment on column release.storage_prefix is 'The files in object storage; holds the number of the attempt, so that two attempts of one job never write to one place.';
comment on constraint release_once_a_job on release is 'A job that is resumed after its worker died does not publish twice.';
create index release_by_tenant on release (tenant, created_at desc);

alter table release enable row level security;
create policy release_of_tenant on release
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

grant select, insert on release to ${app_role};
