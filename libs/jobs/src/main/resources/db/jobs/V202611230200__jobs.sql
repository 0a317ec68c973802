-- The queue, as db-scheduler wants it (https://github.com/kagkarlsson/db-scheduler). It holds job and tenant ids only,
-- and workers look for work of all tenants, so it is outside row-level security.
create table scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  constraint scheduled_tasks_pk primary key (task_name, task_instance)
);
create index scheduled_tasks_execution_time on scheduled_tasks (execution_time);
create index scheduled_tasks_last_heartbeat on scheduled_tasks (last_heartbeat);

create table job (
  id uuid not null,
  tenant text not null,
  kind text not null,
  state text not null,
  subject text not null,
  scopes text not null,
  patient text,
  params jsonb not null,
  progress double precision not null default 0,
  message text not null default '',
  result jsonb,
  error_code text,
  error_detail text,
  checkpoint bytea,
  cancel_requested boolean not null default false,
  attempts int not null default 0,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  attempt_started_at timestamptz,
  finished_at timestamptz,
  constraint job_pk primary key (id),
  constraint job_state_known check (state in ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  constraint job_progress_is_a_share check (progress between 0 and 1),
  constraint job_finished_when_ended check ((finished_at is not null) = (state in ('SUCCEEDED', 'FAILED', 'CANCELLED')))
);
comment on column job.subject is 'Who asked; with scopes and patient the caller for whom the worker acts.';
comment on column job.attempts is 'How often a worker took it. A worker writes only while this is its own number, so that one that was given up cannot.';
create index job_by_tenant on job (tenant, created_at desc);

alter table job enable row level security;
create policy job_of_tenant on job
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

grant select, insert, update, delete on scheduled_tasks to ${app_role};
grant select, insert, update on job to ${app_role};
