-- Reminding of what 0027 brought: looking after the exposed person, and threats that are to be assessed or looked at again.

drop function cases_to_remind(timestamptz);
create function cases_to_remind(at timestamptz) returns table (
		case_id uuid, unit_path uuid[], handler_id uuid, handler_is_active boolean, affected_person_id uuid,
		excluded_person_ids uuid[], kept_out_by_merge uuid[], shared_with uuid[], is_imported boolean, status text, reported_at timestamptz,
		contact_due_at timestamptz, first_contact_at timestamptz, reopened_at timestamptz, assessed_at timestamptz,
		undue_influence text, measures jsonb, duties jsonb, aftercare jsonb, threats jsonb, made jsonb)
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
							and d.ceased_at is null))
				-- looking after somebody goes on after the case is closed, for as long as anybody is reminded of it
				or c.status not in ('transferred', 'notUndueInfluence') and c.reported_at > at - interval '91 days'
				-- and a threat does not end with the case
				or exists (select from threat_request q
					where q.case_id = c.id and q.answered_at is null and q.withdrawn_at is null)
				or exists (select from threat_assessment a where a.case_id = c.id and a.replaced_at is null
					and a.review_date <= (at at time zone 'Europe/Stockholm')::date + 8));
end $$;
revoke all on function cases_to_remind(timestamptz) from public;
grant execute on function cases_to_remind(timestamptz) to opaverkad_app;
