-- A receipt is a file of the case. It can be shown with the decision that it proves.
alter table duty_decision add column attachment_id uuid references attachment;
comment on column duty_decision.attachment_id is 'The receipt, among the files that staff added. Who may open it: as every file.';

create or replace function settle_duty(wanted uuid, wanted_key text, seen integer, next_state text, decision jsonb) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
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
	if decision ->> 'attachmentId' is not null and not exists (select from attachment a
			where a.id = (decision ->> 'attachmentId')::uuid and a.case_id = wanted and a.state = 'ready' and not a.from_reporter) then
		raise exception 'not a receipt of the case' using errcode = 'insufficient_privilege';
	end if;
	update duty d set state = next_state, version = d.version + 1
		where d.case_id = wanted and d.key = wanted_key and d.version = seen;
	if not found then return false; end if;
	insert into duty_decision (id, case_id, key, step, by_id, at, happened_at, how, reference, reason, attachment_id)
		values ((decision ->> 'id')::uuid, wanted, wanted_key, step, app_person(), (decision ->> 'at')::timestamptz,
			(decision ->> 'happenedAt')::timestamptz, decision ->> 'how', decision ->> 'reference', decision ->> 'reason',
			(decision ->> 'attachmentId')::uuid);
	return true;
end $$;
