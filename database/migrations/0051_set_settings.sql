-- What a municipality decides for itself is set on a page, by who administers the system. Who did it, and when, stands beside the value:
-- without that nobody can say whether a level is the municipality's own or the one that the system came with.
alter table setting
	add changed_by uuid references person,
	add changed_at timestamptz,
	add check ((changed_by is null) = (changed_at is null));
comment on column setting.changed_by is 'Who set it last. Null: set before this was kept, or by the installation itself.';

create policy administrators_set on setting for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and key not like 'logReview%' and changed_by = (select app_person()));
create policy administrators_change on setting for update to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and key not like 'logReview%')
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and key not like 'logReview%' and changed_by = (select app_person()));
alter policy reviewers_set on setting
	with check (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer'))
		and key like 'logReview%' and changed_by = (select app_person()));
-- the same as its `using`, and in one's own name
alter policy reviewers_change on setting
	with check (municipality_id = (select app_municipality()) and (select app_has_role('dataProtectionOfficer'))
		and key like 'logReview%' and changed_by = (select app_person()));
grant update (changed_by, changed_at) on setting to opaverkad_app;
