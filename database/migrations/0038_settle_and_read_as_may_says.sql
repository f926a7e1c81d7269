-- The database says no more than `may` does: who settles a duty, and who is kept out of another report of the same event.

-- Who handles the case decides; the coordinator too of what is their work (an assessment, protection), and as the second person.
-- 0028 had brought back the lex Sarah officer of anywhere, who has a record of their own and does not know the case (0022).
create or replace function settle_duty(wanted uuid, wanted_key text, seen integer, next_state text, decision jsonb)
	returns boolean language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	step text := decision ->> 'step';
begin
	perform from case_file c where c.id = wanted
		and (app_handles_case(c) or step <> 'notNeeded' and app_coordinates_case(c));
	if not found then raise exception 'not a duty of the actor' using errcode = 'insufficient_privilege'; end if;
	if step in ('agreed', 'returned') and app_person() = (
		select d.by_id from duty_decision d where d.case_id = wanted and d.key = wanted_key and d.step = 'notNeeded'
		order by d.at desc, d.id desc limit 1
	) then
		raise exception 'a second person is another person' using errcode = 'insufficient_privilege';
	end if;
	update duty d set state = next_state, version = d.version + 1
		where d.case_id = wanted and d.key = wanted_key and d.version = seen;
	if not found then return false; end if;
	insert into duty_decision (id, case_id, key, step, by_id, at, happened_at, how, reference, reason)
		values ((decision ->> 'id')::uuid, wanted, wanted_key, step, app_person(), (decision ->> 'at')::timestamptz,
			(decision ->> 'happenedAt')::timestamptz, decision ->> 'how', decision ->> 'reference', decision ->> 'reason');
	return true;
end $$;

-- A lex Sarah record is hidden from whoever is kept out of its case, also by a merge.
create or replace function take_access_from_case() returns trigger language plpgsql as $$
begin
	select c.unit_id, c.unit_path, c.affected_person_id, c.excluded_person_ids || c.kept_out_by_merge
		into new.unit_id, new.unit_path, new.affected_person_id, new.excluded_person_ids
		from case_file c where c.id = new.case_id;
	return new;
end $$;
create or replace function give_access_to_lex_sarah() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update lex_sarah_record set unit_id = new.unit_id, unit_path = new.unit_path,
		affected_person_id = new.affected_person_id, excluded_person_ids = new.excluded_person_ids || new.kept_out_by_merge
	where case_id = new.id;
	return null;
end $$;
drop trigger access_to_lex_sarah on case_file;
create trigger access_to_lex_sarah
	after update of unit_id, unit_path, affected_person_id, excluded_person_ids, kept_out_by_merge on case_file
	for each row execute function give_access_to_lex_sarah();
update lex_sarah_record r set excluded_person_ids = c.excluded_person_ids || c.kept_out_by_merge
	from case_file c where c.id = r.case_id and c.kept_out_by_merge <> '{}';
comment on column lex_sarah_record.excluded_person_ids is 'Whom the case, or another report of the same event, is about.';

-- Nobody is asked about, given or handed what they are kept out of by a merge either. As for statements since 0034.
alter policy handler_asks on case_secrecy_question
	with check (municipality_id = (select app_municipality()) and asked_by = (select app_person())
		and answer is null and is_colleague(adviser_id) and adviser_id <> (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and adviser_id <> c.affected_person_id and adviser_id <> c.reporter_id
			and not adviser_id = any (c.excluded_person_ids || c.kept_out_by_merge)));
alter policy handler_changes on disclosure
	with check ((decided_by is null or decided_by = (select app_person()))
		and (given_to is null or is_colleague(given_to) and exists (select from case_file c where c.id = case_id
			and given_to <> c.affected_person_id and given_to <> c.reporter_id
			and not given_to = any (c.excluded_person_ids || c.kept_out_by_merge))));
alter policy handler_gives on case_notification_copy
	with check (municipality_id = (select app_municipality()) and given_by = (select app_person()) and is_colleague(recipient_id)
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and (recipient_as = 'injuredPerson') = (recipient_id = c.affected_person_id)
			and not recipient_id = any (c.excluded_person_ids || c.kept_out_by_merge)));
