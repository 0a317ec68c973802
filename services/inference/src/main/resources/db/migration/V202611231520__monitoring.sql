alter table prediction add column happened boolean;
alter table prediction add column happened_reported_at timestamptz;
alter table prediction add column happened_reported_by text;
alter table prediction add constraint prediction_outcome_whole check (
  (happened is null) = (happened_reported_at is null) and (happened is null) = (happened_reported_by is null));
comment on column prediction.happened is 'Whether what was predicted came; null while nobody knows. The last report holds.';
create index prediction_of_model on prediction (tenant, model, created_at desc);

grant update (happened, happened_reported_at, happened_reported_by) on prediction to ${app_role};
