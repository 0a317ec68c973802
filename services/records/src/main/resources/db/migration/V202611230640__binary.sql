-- Content of Binary resources in object storage.

create table binary_content (
  tenant text collate "C" not null,
  id uuid not null,
  "binary" text collate "C" not null,
  bytes bigint not null,
  sha256 text not null,
  kept boolean not null default false,
  created_at timestamptz not null default now(),
  constraint binary_content_pk primary key (id)
);
comment on table binary_content is 'One row for each content under binaries/<id>, written before it. A version of the Binary names it; older versions keep theirs.';
comment on column binary_content.kept is 'True once the Binary is stored. What never gets there was left by a writer that died, and is taken away.';
create index binary_content_orphans on binary_content (tenant, created_at) where not kept;

alter table binary_content enable row level security;
create policy binary_content_tenant on binary_content using (tenant = nullif(current_setting('salus.tenant', true), ''));
grant select, insert, update, delete on binary_content to "${app_role}";
