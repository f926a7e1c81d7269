-- Who decides a duty knows its case: a lex Sarah officer who does not read the case has a record of their own (module lex-sarah).
create or replace function settle_duty(wanted uuid, wanted_key text, seen integer, next_state text, decision jsonb)
	returns boolean language plpgsql security definer set search_path = public, pg_temp
	as $$
declare
	step text := decision ->> 'step';
begin
	perform from case_file c where c.id = wanted and (app_reads_notes(c) or app_handles_case(c));
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
