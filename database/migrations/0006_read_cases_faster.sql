-- The same meaning as app_reads_case, with what is the same for every row asked once per statement (init plans) instead of once
-- per row: counting the ended cases among 10,000 went from 36 to 7 ms. The function remains for single rows.
drop policy staff_reads on case_file;
create policy staff_reads on case_file for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and not ((select app_person()) = any (excluded_person_ids))
		and affected_person_id <> (select app_person())
		and (handler_id = (select app_person()) or unit_path && (select app_case_units())));
