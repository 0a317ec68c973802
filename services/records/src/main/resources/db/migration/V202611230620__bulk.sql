-- Files that bulk exports and imports make.

create table bulk_file (
  number bigint generated always as identity,
  tenant text collate "C" not null,
  job text collate "C" not null,
  name text collate "C" not null,
  purpose text not null,
  type text collate "C" not null,
  resources bigint not null,
  bytes bigint not null,
  created_at timestamptz not null default now(),
  constraint bulk_file_pk primary key (tenant, job, name),
  constraint bulk_file_purpose_known check (purpose in ('output', 'deleted', 'error', 'input'))
);
comment on table bulk_file is 'Files in object storage, under bulk/<job>/<name>. A row is written after its file; a finished job without rows had its files taken away.';

alter table bulk_file enable row level security;
create policy bulk_file_tenant on bulk_file using (tenant = nullif(current_setting('salus.tenant', true), ''));
grant select, insert, update, delete on bulk_file to "${app_role}";
