-- The clock of 27 kap. 5 § SoL goes on until a record is investigated, remedied and decided: whoever reminds has to know what has been
-- documented, who investigates, and who handles the case and so must not be told how far the officer has come.
drop function records_to_remind();
create function records_to_remind() returns table (
		record_id uuid, case_id uuid, unit_path uuid[], affected_person_id uuid, excluded_person_ids uuid[], handler_id uuid,
		officer_id uuid, handed_over_at timestamptz, started_at timestamptz, entry_kinds text[], decision jsonb, made jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select l.id, l.case_id, l.unit_path, l.affected_person_id, l.excluded_person_ids || c.kept_out_by_merge, c.handler_id,
			l.officer_id, l.handed_over_at, l.started_at,
			array(select distinct e.kind from lex_sarah_entry e where e.record_id = l.id),
			(select jsonb_build_object('assessment', d.assessment, 'reportToIvo', d.report_to_ivo, 'decidedAt', d.decided_at,
					'ivoSentOn', d.ivo_sent_on)
				from lex_sarah_decision d where d.record_id = l.id order by d.decided_at desc, d.id desc limit 1),
			coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'subject', r.subject, 'step', r.step, 'dueAt', r.due_at))
				from reminder r where r.case_id = l.case_id and r.subject = l.id::text), '[]')
		from lex_sarah_record l join case_file c on c.id = l.case_id
		where l.municipality_id = app_municipality() and l.closed_at is null
		order by l.handed_over_at, l.id;
end $$;
revoke all on function records_to_remind() from public;
grant execute on function records_to_remind() to opaverkad_app;

-- Whoever may not know of the record learns of none of its reminders, whatever kinds there come to be.
alter policy asked_in_confidence on reminder
	using (case
		when kind in ('supportAsked', 'statementSoon', 'statementLate')
			then exists (select from case_file c where c.id = case_id and app_reads_notes(c))
		when starts_with(kind, 'lexSarah') then knows_lex_sarah(subject::uuid)
		else true end);

-- A step that reached nobody stood in the way of being made when somebody came who can be told. What is long past keeps its line.
delete from reminder where recipient_ids = '{}' and due_at > now() - interval '31 days';
comment on column reminder.recipient_ids is 'Who was told, beside who stands in for them. A step that reaches nobody is not stored; older ones are empty.';
