-- Reminding of what people are asked: 'Fick du stöd?', statements, lex Sarah records and safety representatives' requests.

-- A request about a workplace has no case.
alter table reminder alter column case_id drop not null,
	add check (case_id is not null or kind = 'safetyRequestLate'),
	drop constraint reminder_case_id_kind_subject_step_due_at_key,
	add unique nulls not distinct (case_id, kind, subject, step, due_at);
comment on column reminder.case_id is 'Empty: of a safety representative''s request about a workplace. Nobody reads these as a case''s.';
comment on column reminder.subject is 'The id of the measure, threat, statement, record or request, the duty''s key, or the step; empty for a promise of the case.';

-- Who reads a case without its notes does not learn from its reminders who was asked, nor that there is a lex Sarah record.
create policy asked_in_confidence on reminder as restrictive for select to opaverkad_app
	using (case
		when kind in ('supportAsked', 'statementSoon', 'statementLate')
			then exists (select from case_file c where c.id = case_id and app_reads_notes(c))
		when kind in ('lexSarahStartLate', 'lexSarahIvoLate')
			then exists (select from lex_sarah_record r where r.id::text = subject)
		else true end);

drop function cases_to_remind(timestamptz);
create function cases_to_remind(at timestamptz) returns table (
		case_id uuid, unit_path uuid[], handler_id uuid, handler_is_active boolean, affected_person_id uuid,
		excluded_person_ids uuid[], kept_out_by_merge uuid[], shared_with uuid[], is_imported boolean, status text, reported_at timestamptz,
		contact_due_at timestamptz, first_contact_at timestamptz, reopened_at timestamptz, assessed_at timestamptz,
		undue_influence text, measures jsonb, duties jsonb, aftercare jsonb, threats jsonb, incident_id uuid, support_answered text[],
		statements jsonb, requests jsonb, made jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select c.id, c.unit_path, c.handler_id, coalesce(h.is_active, false), c.affected_person_id,
			c.excluded_person_ids, c.kept_out_by_merge, c.shared_with, i.origin = 'import', c.status, c.reported_at,
			c.contact_due_at, c.first_contact_at, c.reopened_at, c.assessed_at, c.undue_influence,
			coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'ownerId', m.owner_id, 'createdAt', m.created_at,
					'dueDate', m.due_date, 'doneAt', m.done_at, 'cancelledAt', m.cancelled_at, 'evaluatedAt', m.evaluated_at))
				from measure m where m.case_id = c.id), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('key', d.key, 'ruleVersion', d.rule_version, 'startedAt', d.started_at))
				from duty d where d.case_id = c.id and d.state in ('open', 'awaitingSecond') and d.ceased_at is null), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('step', s.step, 'outcome', s.outcome, 'postponedTo', s.postponed_to)
					order by s.recorded_at, s.id)
				from aftercare_step s where s.case_id = c.id), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'requestedAt', t.requested_at, 'reviewDate', t.review_date))
				from (select q.id, q.requested_at, null::date as review_date from threat_request q
						where q.case_id = c.id and q.answered_at is null and q.withdrawn_at is null
					union all
					select a.id, a.made_at, a.review_date from threat_assessment a
						where a.case_id = c.id and a.replaced_at is null and a.review_date is not null) t), '[]'),
			c.incident_id, array(select a.step from support_answer a where a.case_id = c.id),
			coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'personId', s.person_id, 'askedAt', s.asked_at, 'dueDate', s.due_date))
				from statement_request s join case_file f on f.id = s.case_id
				where c.id in (f.id, f.merged_into_id)
					and s.sent_at is null and s.declined_at is null and s.withdrawn_at is null), '[]'),
			-- the duty to answer reminds of a request as long as it is open; of what comes after it, the request does
			coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'requestedAt', q.requested_at))
				from safety_request q join case_file f on f.id = q.case_id
				where c.id in (f.id, f.merged_into_id) and q.answered_at is null
					and not exists (select from duty d where d.case_id = c.id and d.key = 'safetyRepresentativeRequest'
						and d.state in ('open', 'awaitingSecond') and d.ceased_at is null)), '[]'),
			coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'subject', r.subject, 'step', r.step, 'dueAt', r.due_at))
				from reminder r where r.case_id = c.id), '[]')
		from case_file c
			join incident i on i.id = c.incident_id
			left join person h on h.id = c.handler_id
		where c.municipality_id = app_municipality() and c.merged_into_id is null
			and (c.status not in ('closed', 'transferred', 'notUndueInfluence')
					-- a follow-up is told of in the morning of its day, or of the working day before
					and (c.next_due_at < at + interval '8 days'
						or exists (select from measure m where m.case_id = c.id and m.done_at is null and m.cancelled_at is null
							and m.due_date <= (at at time zone 'Europe/Stockholm')::date + 8)
						or exists (select from duty d where d.case_id = c.id and d.state in ('open', 'awaitingSecond')
							and d.ceased_at is null)
						or exists (select from statement_request s join case_file f on f.id = s.case_id
							where c.id in (f.id, f.merged_into_id)
								and s.sent_at is null and s.declined_at is null and s.withdrawn_at is null))
				-- looking after somebody goes on after the case is closed, for as long as anybody is reminded of it
				or c.status not in ('transferred', 'notUndueInfluence') and c.reported_at > at - interval '91 days'
				-- a representative waits for an answer, whatever became of the case
				or exists (select from safety_request q join case_file f on f.id = q.case_id
					where c.id in (f.id, f.merged_into_id) and q.answered_at is null)
				-- and a threat does not end with the case
				or exists (select from threat_request q
					where q.case_id = c.id and q.answered_at is null and q.withdrawn_at is null)
				or exists (select from threat_assessment a where a.case_id = c.id and a.replaced_at is null
					and a.review_date <= (at at time zone 'Europe/Stockholm')::date + 8));
end $$;
revoke all on function cases_to_remind(timestamptz) from public;
grant execute on function cases_to_remind(timestamptz) to opaverkad_app;

-- Lex Sarah records that are open: ids, dates and states, of one municipality. No word, nobody's name.
create function records_to_remind() returns table (
		record_id uuid, case_id uuid, unit_path uuid[], affected_person_id uuid, excluded_person_ids uuid[],
		handed_over_at timestamptz, started_at timestamptz, decision jsonb, made jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select l.id, l.case_id, l.unit_path, l.affected_person_id, l.excluded_person_ids || c.kept_out_by_merge,
			l.handed_over_at, l.started_at,
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

-- Requests about workplaces that nobody has answered.
create function requests_to_remind() returns table (
		request_id uuid, unit_path uuid[], requested_by uuid, requested_at timestamptz, made jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
begin
	if not is_reminding() then return; end if;
	return query
		select q.id, u.path, q.requested_by, q.requested_at,
			coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'subject', r.subject, 'step', r.step, 'dueAt', r.due_at))
				from reminder r where r.case_id is null and r.kind = 'safetyRequestLate' and r.subject = q.id::text), '[]')
		from safety_request q join unit u on u.id = q.unit_id
		where q.municipality_id = app_municipality() and q.case_id is null and q.answered_at is null
		order by q.requested_at, q.id;
end $$;
revoke all on function requests_to_remind() from public;
grant execute on function requests_to_remind() to opaverkad_app;

-- What these have taken the place of.
drop function threats_to_remind(date);
drop function aftercare_to_remind(timestamptz, timestamptz);
drop function statements_to_remind();
