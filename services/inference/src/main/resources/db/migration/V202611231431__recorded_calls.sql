create table recorded_call (
  id uuid not null,
  tenant text not null,
  model text not null,
  version int not null,
  shared boolean not null,
  model_sha256 text not null,
  requested_by text not null,
  created_at timestamptz not null,
  bucket int not null,
  first_row int not null,
  inputs bytea not null,
  outputs bytea not null,
  constraint recorded_call_pk primary key (id)
);
create index recorded_call_of_model on recorded_call (tenant, model, id desc);
comment on table recorded_call is 'Calls of models whose manifest says record: all. Rows are added and never changed.';
comment on column recorded_call.shared is 'The model is everybody''s; the row is the caller''s tenant''s all the same.';
comment on column recorded_call.bucket is 'Rows of the batch it was computed in, padding included; 0 where it was computed alone.';
comment on column recorded_call.inputs is 'Tensors, encrypted by the tenant''s key and bound to this row and column.';

alter table recorded_call enable row level security;
create policy recorded_call_of_tenant on recorded_call
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

grant select, insert on recorded_call to ${app_role};
