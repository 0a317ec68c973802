create table model (
  id uuid not null,
  tenant text not null,
  name text not null,
  version int not null,
  promoted boolean not null default false,
  shared boolean not null default false,
  algorithm text not null,
  outcome text not null,
  features text not null,
  provenance text not null,
  metrics text not null,
  artefact_key text not null,
  artefact_sha256 text not null,
  job text not null,
  created_at timestamptz not null,
  constraint model_pk primary key (id),
  constraint model_version unique (tenant, name, version),
  constraint model_version_from_one check (version >= 1),
  constraint model_once_a_job unique (tenant, job)
);
create unique index model_one_promoted on model (tenant, name) where promoted;
comment on column model.shared is 'Every tenant may read and use it; set by the operator, who owns the schema.';
comment on column model.artefact_key is 'The file in object storage; it is there before the row is.';
comment on constraint model_once_a_job on model is 'A job that is resumed after its worker died does not register twice.';

alter table model enable row level security;
create policy model_read on model for select
  using (tenant = nullif(current_setting('salus.tenant', true), '')
    or (shared and nullif(current_setting('salus.tenant', true), '') is not null));
create policy model_insert on model for insert
  with check (tenant = nullif(current_setting('salus.tenant', true), '') and not shared);
create policy model_update on model for update
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

create table prediction (
  id uuid not null,
  tenant text not null,
  model uuid not null,
  model_name text not null,
  model_version int not null,
  patient text not null,
  as_of timestamptz not null,
  inputs text not null,
  input_sha256 text not null,
  margin double precision not null,
  probability double precision not null,
  contributions text not null,
  warnings text not null,
  outcome text not null,
  requested_by text not null,
  risk_assessment text,
  created_at timestamptz not null,
  constraint prediction_pk primary key (id),
  constraint prediction_by_model foreign key (model) references model (id)
);
create index prediction_of_patient on prediction (tenant, patient, created_at desc);
comment on column prediction.inputs is 'What went into the model, the exact JSON text that input_sha256 is of.';
comment on column prediction.margin is 'Log-odds that the model gave; the probability follows from it.';

alter table prediction enable row level security;
create policy prediction_of_tenant on prediction
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

grant select, insert on model to ${app_role};
grant update (promoted) on model to ${app_role};
grant select, insert on prediction to ${app_role};
grant update (risk_assessment) on prediction to ${app_role};
