-- A lawyer is told of a question, and an archivist of a disclosure, as long as they may see it.
create or replace function app_sees_subject(subject_kind text, subject_id uuid) returns boolean language sql stable
	as $$
		select case subject_kind
			when 'case' then exists (select from case_file c where c.id = subject_id and app_reads_case(c))
			when 'incident' then exists (select from incident i where i.id = subject_id
				and (i.reporter_id = app_person() or i.affected_person_id = app_person()))
			when 'measure' then exists (select from measure m where m.id = subject_id)
			when 'secrecyQuestion' then exists (select from case_secrecy_question q where q.id = subject_id)
			when 'disclosure' then exists (select from disclosure d where d.id = subject_id)
			else true end
	$$;

-- Who was asked about a case, without knowing it, writes in its history that they read and what they answered.
create or replace function knows_case(wanted uuid) returns boolean language plpgsql stable
	as $$
begin
	return exists (select from case_file c where c.id = wanted)
		or exists (select from measure m where m.case_id = wanted and m.owner_id = app_person())
		or exists (select from statement_request r where r.case_id = wanted and r.person_id = app_person())
		or exists (select from case_secrecy_question q where q.case_id = wanted and q.adviser_id = app_person())
		or exists (select from disclosure d where d.case_id = wanted and d.given_to = app_person());
end $$;
