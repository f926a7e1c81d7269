-- Every page counts the notices that somebody has not read, and asks of each whether its thing may be known. A function in sql that
-- looks into tables starts all that it might ask, at each call: one in plpgsql only what is asked. The meaning is the same.
create or replace function app_sees_subject(subject_kind text, subject_id uuid) returns boolean language plpgsql stable
	as $$
begin
	case subject_kind
		when 'case' then
			return exists (select from case_file c where c.id = subject_id and app_reads_case(c));
		when 'incident' then
			return exists (select from incident i where i.id = subject_id
				and (i.reporter_id = app_person() or i.affected_person_id = app_person()));
		when 'measure' then
			return exists (select from measure m where m.id = subject_id);
		when 'secrecyQuestion' then
			return exists (select from case_secrecy_question q where q.id = subject_id);
		when 'disclosure' then
			return exists (select from disclosure d where d.id = subject_id);
		else
			return true;
	end case;
end $$;

-- As every function with the owner's rights: the application's.
revoke all on function app_exposed_subjects() from public;
grant execute on function app_exposed_subjects() to opaverkad_app;
