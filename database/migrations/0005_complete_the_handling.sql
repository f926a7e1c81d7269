-- What the handling of a case turned out to need: how and when the reporter was contacted, when a case was reopened, notes
-- and messages closed to those who may read the case but not what the employer writes, and a way for the owner of a
-- measure to let the case know that it is done.

alter table case_note add column how text check (how in ('phone', 'meeting', 'message'));
alter table case_note add column happened_at timestamptz;
alter table case_note alter column text drop not null;
alter table case_note add check (text is not null or kind = 'contact');
comment on column case_note.how is 'Only for a contact: how it was made.';
comment on column case_note.happened_at is 'Only for a contact: when it was made; created_at is when it was written down.';

alter table case_file add column reopened_at timestamptz;
grant update (reopened_at) on case_file to opaverkad_app;
comment on column case_file.reopened_at is 'The latest reopening: the promise to assess counts from here. Null: never reopened.';

-- A safety representative reads the case, the assessment and the measures; not notes, and not the talk with the reporter.
create function app_reads_notes(path uuid[], handler uuid) returns boolean
	language sql stable parallel safe
	as $$
		select handler = app_person() or exists (
			select from assignment a
			where a.person_id = app_person() and a.unit_id = any (path)
				and a.role in ('lineManager', 'hrPartner', 'securityCoordinator')
				and (now() at time zone 'Europe/Stockholm')::date between a.valid_from and coalesce(a.valid_to, 'infinity'))
	$$;

drop policy staff_reads on case_note;
create policy staff_reads on case_note for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)
		and app_reads_notes(c.unit_path, c.handler_id)));
drop policy staff_writes on case_note;
create policy staff_writes on case_note for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from case_file c where c.id = case_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)
		and app_reads_notes(c.unit_path, c.handler_id)));

drop policy through_case on case_message;
create policy reporter_or_staff on case_message for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id
		and (c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person())
			or app_reads_notes(c.unit_path, c.handler_id))));
drop policy writes on case_message;
-- Each in their own capacity: who reported cannot answer themselves in the handler's place, nor the other way round.
create policy writes on case_message for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from case_file c where c.id = case_id and case when from_reporter
			then c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person())
			else app_handles_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id) end));

-- Who owns a measure may mark it as done without knowing the case. The case's next step then changes, so the owner's
-- transaction gets what that rule needs (dates and states, no content), locks the case, and may set this one column.
create function case_of_owned_measure(wanted uuid) returns table (
		status text, reported_at timestamptz, contact_due_at timestamptz, first_contact_at timestamptz,
		reopened_at timestamptz, assessed_at timestamptz, undue_influence text, measures jsonb)
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	perform from case_file c where c.id = wanted and exists (
		select from measure m where m.case_id = c.id and m.owner_id = app_person()) for update;
	if not found then return; end if;
	return query
		select c.status, c.reported_at, c.contact_due_at, c.first_contact_at, c.reopened_at, c.assessed_at, c.undue_influence,
			(select jsonb_agg(jsonb_build_object('dueDate', m.due_date, 'doneAt', m.done_at, 'cancelledAt', m.cancelled_at,
				'effect', m.effect, 'evaluatedAt', m.evaluated_at)) from measure m where m.case_id = c.id)
		from case_file c where c.id = wanted;
end $$;
revoke all on function case_of_owned_measure(uuid) from public;
grant execute on function case_of_owned_measure(uuid) to opaverkad_app;

create function set_next_due_of_owned_measure(wanted uuid, next_due timestamptz) returns void
	language sql security definer set search_path = public, pg_temp
	as $$
		update case_file c set next_due_at = next_due where c.id = wanted and exists (
			select from measure m where m.case_id = c.id and m.owner_id = app_person())
	$$;
revoke all on function set_next_due_of_owned_measure(uuid, timestamptz) from public;
grant execute on function set_next_due_of_owned_measure(uuid, timestamptz) to opaverkad_app;
