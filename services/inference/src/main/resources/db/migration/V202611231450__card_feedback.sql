create table card_feedback (
  id uuid not null,
  tenant text not null,
  prediction uuid not null,
  accepted boolean not null,
  accepted_suggestions text[] not null,
  reason_system text not null,
  reason_code text not null,
  reason_display text not null,
  comment text not null,
  outcome_at timestamptz not null,
  reported_by text not null,
  received_at timestamptz not null,
  sha256 text not null,
  constraint card_feedback_pk primary key (id),
  constraint card_feedback_of_prediction foreign key (prediction) references prediction (id),
  constraint card_feedback_once unique (prediction, sha256)
);
comment on table card_feedback is 'What people did with the cards that showed predictions; added to, never changed.';
comment on column card_feedback.comment is 'Free text of a clinician; may be PHI.';
comment on column card_feedback.sha256 is 'Hash of all that the client said: a report that is sent again is not kept twice.';

alter table card_feedback enable row level security;
create policy card_feedback_of_tenant on card_feedback
  using (tenant = nullif(current_setting('salus.tenant', true), ''))
  with check (tenant = nullif(current_setting('salus.tenant', true), ''));
grant select, insert on card_feedback to ${app_role};
