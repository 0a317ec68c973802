-- Equality beside overlap in one exclusion constraint. A trusted extension: the database's owner may create it.
create extension if not exists btree_gist;

create table calendar (
  id uuid not null,
  tenant text not null,
  practitioner_id text not null,
  time_zone text not null,
  slot_minutes int not null,
  version int not null,
  changed_by text not null,
  constraint calendar_pk primary key (id),
  constraint calendar_one_a_practitioner unique (tenant, practitioner_id),
  constraint calendar_slot_length check (slot_minutes between 5 and 240)
);
comment on table calendar is 'When a practitioner can be booked; its id is that of the FHIR Schedule.';
comment on column calendar.version is 'A booking names the version that its slot was computed from; another one is refused.';
comment on column calendar.changed_by is 'Subject of the last change; the mirror acts for it.';

create table calendar_hours (
  calendar_id uuid not null,
  tenant text not null default nullif(current_setting('salus.tenant', true), ''),
  day int not null,
  start_minute int not null,
  end_minute int not null,
  constraint calendar_hours_pk primary key (calendar_id, day, start_minute),
  constraint calendar_hours_calendar foreign key (calendar_id) references calendar (id) on delete cascade,
  constraint calendar_hours_day check (day between 1 and 7),
  constraint calendar_hours_minutes check (0 <= start_minute and start_minute < end_minute and end_minute <= 1440)
);
comment on column calendar_hours.day is 'ISO 8601: 1 is Monday.';
comment on column calendar_hours.start_minute is 'Minutes since local midnight.';

create table appointment (
  id uuid not null,
  tenant text not null,
  calendar_id uuid not null,
  slot_id uuid not null,
  practitioner_id text not null,
  patient_id text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null,
  reason text not null,
  created_at timestamptz not null,
  changed_by text not null,
  constraint appointment_pk primary key (id),
  constraint appointment_calendar foreign key (calendar_id) references calendar (id),
  constraint appointment_status_known check (status in ('booked', 'cancelled')),
  constraint appointment_has_length check (starts_at < ends_at),
  constraint appointment_reason_length check (length(reason) <= 500)
);
comment on column appointment.slot_id is 'Id of the FHIR Slot: the same for every visit of one calendar and start.';
create index appointment_by_slot on appointment (tenant, slot_id, id);

create table occupancy (
  tenant text not null,
  resource text not null,
  during tstzrange not null,
  starts_at timestamptz not null generated always as (lower(during)) stored,
  appointment_id uuid not null,
  constraint occupancy_pk primary key (appointment_id, resource),
  constraint occupancy_never_overlaps exclude using gist (tenant with =, resource with =, during with &&),
  constraint occupancy_at_most_four_hours
    check (lower_inc(during) and not upper_inc(during) and upper(during) - lower(during) <= interval '4 hours')
);
comment on table occupancy is 'Who is busy when. The exclusion constraint is the one place that decides who gets a time.';
comment on column occupancy.resource is 'Practitioner/id or Patient/id: a visit occupies both.';
comment on column occupancy.starts_at is
  'For reading: under row-level security an index serves comparisons of times, but not the overlap of ranges.';
create index occupancy_by_start on occupancy (tenant, resource, starts_at);

create table idempotency_key (
  tenant text not null,
  subject text not null,
  key text not null,
  request bytea not null,
  appointment_id uuid not null,
  created_at timestamptz not null,
  constraint idempotency_key_pk primary key (tenant, subject, key),
  constraint idempotency_key_appointment foreign key (appointment_id) references appointment (id)
);
comment on column idempotency_key.request is 'SHA-256 of what was asked, so that a key is not used for two things.';
create index idempotency_key_by_age on idempotency_key (tenant, subject, created_at);

create table mirror_task (
  tenant text not null,
  type text not null,
  id uuid not null,
  version bigint not null,
  due_at timestamptz not null,
  claimed_by uuid,
  claimed_until timestamptz,
  attempts int not null default 0,
  refusals int not null default 0,
  last_code text,
  dead_at timestamptz,
  constraint mirror_task_pk primary key (tenant, type, id),
  constraint mirror_task_type_known check (type in ('Schedule', 'Slot', 'Appointment'))
);
comment on table mirror_task is
  'Resources whose mirror in the records is behind. A row is written in the transaction of the change and goes when the records have it.
   It holds ids only and is read for all tenants, so it is outside row-level security; what is sent is read under the tenant.';
comment on column mirror_task.version is 'Grows with each change: a delivery that was overtaken does not remove the row.';
comment on column mirror_task.claimed_until is 'One delivery at a time for each resource, so that an older state cannot overwrite a newer one.';
comment on column mirror_task.refusals is 'Deliveries that the records refused. Those that found the records away do not count.';
comment on column mirror_task.dead_at is 'When it was given up; the next change of the resource, or an operator who clears it, tries again.';
create index mirror_task_due on mirror_task (due_at) where dead_at is null;

alter table calendar enable row level security;
create policy calendar_of_tenant on calendar
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
alter table calendar_hours enable row level security;
create policy calendar_hours_of_tenant on calendar_hours
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
alter table appointment enable row level security;
create policy appointment_of_tenant on appointment
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
alter table occupancy enable row level security;
create policy occupancy_of_tenant on occupancy
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
alter table idempotency_key enable row level security;
create policy idempotency_key_of_tenant on idempotency_key
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));

-- Notes that a resource changed. Answers the version to deliver, or null when another delivery is under way and will see to it.
create function mirror_enqueue(p_tenant text, p_type text, p_id uuid, p_claimant uuid, p_claim interval) returns bigint
language sql as $$
  insert into mirror_task as t (tenant, type, id, version, due_at, claimed_by, claimed_until)
  values (p_tenant, p_type, p_id, 1, now(), p_claimant, now() + p_claim)
  on conflict (tenant, type, id) do update set
    version = t.version + 1, due_at = now(), attempts = 0, refusals = 0, last_code = null, dead_at = null,
    claimed_by = case when t.claimed_until > now() then t.claimed_by else excluded.claimed_by end,
    claimed_until = case when t.claimed_until > now() then t.claimed_until else excluded.claimed_until end
  returning case when claimed_by = p_claimant then version end
$$;

-- Books a visit in one round trip. Outcomes: booked, repeated, key-reused, calendar-changed, practitioner-busy, patient-busy.
-- Runs as the caller's role: row-level security holds inside.
create function book_visit(
  p_tenant text, p_subject text, p_key text, p_request bytea,
  p_calendar uuid, p_calendar_version int, p_id uuid, p_slot uuid, p_practitioner text, p_patient text,
  p_start timestamptz, p_end timestamptz, p_reason text, p_now timestamptz, p_keep_keys interval,
  p_claimant uuid, p_claim interval)
returns table (outcome text, visit uuid, slot_version bigint, visit_version bigint)
language plpgsql as $$
declare
  gained text[];
begin
  perform set_config('salus.tenant', p_tenant, true);
  if p_key <> '' then
    select case when k.request = p_request then 'repeated' else 'key-reused' end, k.appointment_id into outcome, visit
      from idempotency_key k where k.subject = p_subject and k.key = p_key;
    if found then
      return next;
      return;
    end if;
  end if;
  if not exists (select from calendar c where c.id = p_calendar and c.version = p_calendar_version) then
    outcome := 'calendar-changed';
    return next;
    return;
  end if;
  -- One statement, rows sorted, conflicts counted: two bookings that share clinician and patient cannot deadlock.
  with entered as (
    insert into occupancy (tenant, resource, during, appointment_id)
    select p_tenant, r, tstzrange(p_start, p_end), p_id
      from unnest(array['Patient/' || p_patient, 'Practitioner/' || p_practitioner]) r order by r
    on conflict do nothing
    returning resource)
  select coalesce(array_agg(resource), '{}') into gained from entered;
  if cardinality(gained) < 2 then
    delete from occupancy o where o.appointment_id = p_id;
    -- Perhaps the same request, sent twice at once, has just been booked.
    select case when k.request = p_request then 'repeated' else 'key-reused' end, k.appointment_id into outcome, visit
      from idempotency_key k where p_key <> '' and k.subject = p_subject and k.key = p_key;
    if not found then
      outcome := case when 'Practitioner/' || p_practitioner = any (gained) then 'patient-busy' else 'practitioner-busy' end;
    end if;
    return next;
    return;
  end if;
  insert into appointment
    (id, tenant, calendar_id, slot_id, practitioner_id, patient_id, starts_at, ends_at, status, reason, created_at, changed_by)
  values
    (p_id, p_tenant, p_calendar, p_slot, p_practitioner, p_patient, p_start, p_end, 'booked', p_reason, p_now, p_subject);
  if p_key <> '' then
    delete from idempotency_key k using (
      select old.key from idempotency_key old
        where old.subject = p_subject and old.created_at < p_now - p_keep_keys
        order by old.created_at limit 10 for update skip locked) expired
      where k.subject = p_subject and k.key = expired.key;
    insert into idempotency_key (tenant, subject, key, request, appointment_id, created_at)
    values (p_tenant, p_subject, p_key, p_request, p_id, p_now);
  end if;
  outcome := 'booked';
  visit := p_id;
  slot_version := mirror_enqueue(p_tenant, 'Slot', p_slot, p_claimant, p_claim);
  visit_version := mirror_enqueue(p_tenant, 'Appointment', p_id, p_claimant, p_claim);
  return next;
end
$$;

-- Cancels a visit and frees its time in one round trip. Outcomes: cancelled, repeated, not-found.
-- p_context: the one patient whose visits the caller may see, or null for all.
create function cancel_visit(
  p_tenant text, p_subject text, p_context text, p_id uuid, p_claimant uuid, p_claim interval)
returns table (outcome text, slot_version bigint, visit_version bigint)
language plpgsql as $$
declare
  present appointment;
begin
  perform set_config('salus.tenant', p_tenant, true);
  select * into present from appointment a
    where a.id = p_id and (p_context is null or a.patient_id = p_context) for update;
  if not found then
    outcome := 'not-found';
  elsif present.status = 'cancelled' then
    outcome := 'repeated';
  else
    update appointment a set status = 'cancelled', changed_by = p_subject where a.id = p_id;
    delete from occupancy o where o.appointment_id = p_id;
    outcome := 'cancelled';
    slot_version := mirror_enqueue(p_tenant, 'Slot', present.slot_id, p_claimant, p_claim);
    visit_version := mirror_enqueue(p_tenant, 'Appointment', p_id, p_claimant, p_claim);
  end if;
  return next;
end
$$;

grant select, insert, update, delete on calendar, calendar_hours, occupancy, idempotency_key, mirror_task to ${app_role};
grant select, insert, update on appointment to ${app_role};
