alter table model add column canary_share int;
alter table model add constraint model_canary_share check (
  canary_share is null or (canary_share between 1 and 100 and not promoted));
create unique index model_one_canary on model (tenant, name) where canary_share is not null;
comment on column model.canary_share is 'Of 100 patients, how many this version answers for in place of the promoted one; null unless it is the canary.';
grant update (canary_share) on model to ${app_role};
