-- Lex Sarah records that only lex Sarah officers read, decisions that may have been influenced, questions of conflict of interest,
-- and what safety representatives ask the employer for. Law: src/lib/server/{lex-sarah,decision-review,safety-requests}/README.md.

-- Lex Sarah ----------------------------------------------------------------------------------------------------------------
create table lex_sarah_record (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	unit_id uuid not null references unit,
	unit_path uuid[] not null,
	affected_person_id uuid not null references person,
	excluded_person_ids uuid[] not null,
	status text not null default 'received' check (status in ('received', 'investigating', 'decided', 'closed')),
	officer_id uuid references person,
	handed_over_by uuid not null references person,
	handed_over_at timestamptz not null,
	started_at timestamptz,
	decided_at timestamptz,
	closed_at timestamptz,
	version integer not null default 1,
	check ((status = 'closed') = (closed_at is not null))
);
comment on table lex_sarah_record is 'That there is one, and how far it has come: all that who handles the case may know. What it says is in the tables below.';
comment on column lex_sarah_record.unit_path is 'As the case has it now, like the three columns around it: triggers keep them, so that access follows the case.';
create unique index one_open_lex_sarah_record on lex_sarah_record (case_id) where closed_at is null;
create index lex_sarah_record_case on lex_sarah_record (case_id);
create index lex_sarah_record_list on lex_sarah_record (municipality_id, handed_over_at desc);

create table lex_sarah_report (
	record_id uuid primary key references lex_sarah_record,
	municipality_id uuid not null references unit,
	case_number text not null,
	what_happened text not null check (length(what_happened) <= 10000),
	client_harm text not null check (length(client_harm) <= 10000),
	done_already text check (length(done_already) <= 10000),
	client_reference text check (length(client_reference) <= 100),
	occurred_on date,
	child_concerned text check (child_concerned in ('yes', 'no', 'unsure'))
);
comment on table lex_sarah_report is 'What was handed over: copied from the incident, edited by who handed it over. Never who reported it.';

create table lex_sarah_entry (
	id uuid primary key,
	municipality_id uuid not null references unit,
	record_id uuid not null references lex_sarah_record,
	kind text not null check (kind in ('supplement', 'documentation', 'investigation', 'measure', 'closing')),
	text text not null check (length(text) <= 10000),
	author_id uuid not null references person,
	created_at timestamptz not null
);
comment on table lex_sarah_entry is 'The documentation, only ever added to.';
create index lex_sarah_entry_record on lex_sarah_entry (record_id, created_at);

create table lex_sarah_decision (
	id uuid primary key,
	municipality_id uuid not null references unit,
	record_id uuid not null references lex_sarah_record,
	assessment text not null check (assessment in ('noShortcoming', 'shortcoming', 'serious')),
	reason text not null check (length(reason) <= 10000),
	report_to_ivo boolean not null,
	ivo_reason text not null check (length(ivo_reason) <= 10000),
	decided_by uuid not null references person,
	decided_at timestamptz not null,
	ivo_sent_on date,
	ivo_reference text check (length(ivo_reference) <= 100),
	check (report_to_ivo or assessment <> 'serious'),
	check (report_to_ivo or ivo_sent_on is null)
);
comment on table lex_sarah_decision is 'The latest one holds. Serious is always reported: SoL (2025:400) 27 kap. 6 §.';
create index lex_sarah_decision_record on lex_sarah_decision (record_id, decided_at);

create function take_access_from_case() returns trigger language plpgsql as $$
begin
	select c.unit_id, c.unit_path, c.affected_person_id, c.excluded_person_ids
		into new.unit_id, new.unit_path, new.affected_person_id, new.excluded_person_ids
		from case_file c where c.id = new.case_id;
	return new;
end $$;
create trigger access_from_case before insert on lex_sarah_record for each row execute function take_access_from_case();

create function give_access_to_lex_sarah() returns trigger
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update lex_sarah_record set unit_id = new.unit_id, unit_path = new.unit_path,
		affected_person_id = new.affected_person_id, excluded_person_ids = new.excluded_person_ids
	where case_id = new.id;
	return null;
end $$;
create trigger access_to_lex_sarah after update of unit_id, unit_path, affected_person_id, excluded_person_ids on case_file
	for each row execute function give_access_to_lex_sarah();

-- The same meaning as `may` in lex-sarah/access.ts.
create function app_reads_lex_sarah(r lex_sarah_record) returns boolean language sql stable parallel safe
	as $$
		select app_person() is not null
			and r.municipality_id = app_municipality()
			and not (app_person() = any (r.excluded_person_ids))
			and r.affected_person_id <> app_person()
			and (r.unit_path && app_units('lex_sarah_units')
				or r.unit_path && app_units('deputy_lex_sarah_units')
					and not r.excluded_person_ids && app_units('deputised')
					and r.affected_person_id <> all (app_units('deputised')))
	$$;

alter table lex_sarah_record enable row level security;
alter table lex_sarah_report enable row level security;
alter table lex_sarah_entry enable row level security;
alter table lex_sarah_decision enable row level security;
grant select, insert on lex_sarah_record, lex_sarah_report, lex_sarah_entry, lex_sarah_decision to opaverkad_app;
grant update (status, officer_id, started_at, decided_at, closed_at, version) on lex_sarah_record to opaverkad_app;
grant update (ivo_sent_on, ivo_reference) on lex_sarah_decision to opaverkad_app;

create policy officers_read on lex_sarah_record for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and not ((select app_person()) = any (excluded_person_ids))
		and affected_person_id <> (select app_person())
		and (unit_path && (select app_units('lex_sarah_units'))
			or unit_path && (select app_units('deputy_lex_sarah_units'))
				and not excluded_person_ids && (select app_units('deputised'))
				and affected_person_id <> all ((select app_units('deputised'))::uuid[])));
create policy handlers_know on lex_sarah_record for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy handlers_hand_over on lex_sarah_record for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and handed_over_by = (select app_person())
		and status = 'received' and officer_id is null
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy officers_change on lex_sarah_record for update to opaverkad_app
	using (app_reads_lex_sarah(lex_sarah_record));

create policy officers_read on lex_sarah_report for select to opaverkad_app
	using (exists (select from lex_sarah_record r where r.id = record_id and app_reads_lex_sarah(r)));
create policy who_hands_over on lex_sarah_report for insert to opaverkad_app
	with check (municipality_id = (select app_municipality())
		and exists (select from lex_sarah_record r where r.id = record_id and r.status = 'received'
			and r.handed_over_by = (select app_person())));

create policy officers_read on lex_sarah_entry for select to opaverkad_app
	using (exists (select from lex_sarah_record r where r.id = record_id and app_reads_lex_sarah(r)));
create policy officers_document on lex_sarah_entry for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person())
		and exists (select from lex_sarah_record r where r.id = record_id and r.closed_at is null and app_reads_lex_sarah(r)));
create policy handlers_supplement on lex_sarah_entry for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person()) and kind = 'supplement'
		and exists (select from lex_sarah_record r join case_file c on c.id = r.case_id
			where r.id = record_id and r.closed_at is null and app_handles_case(c)));

create policy officers_read on lex_sarah_decision for select to opaverkad_app
	using (exists (select from lex_sarah_record r where r.id = record_id and app_reads_lex_sarah(r)));
create policy officers_decide on lex_sarah_decision for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and decided_by = (select app_person())
		and exists (select from lex_sarah_record r where r.id = record_id and r.closed_at is null and app_reads_lex_sarah(r)));
create policy officers_report_to_ivo on lex_sarah_decision for update to opaverkad_app
	using (exists (select from lex_sarah_record r where r.id = record_id and r.closed_at is null and app_reads_lex_sarah(r)));

-- Nobody writes in the log of a record that they do not know of, and who is kept out of the case does not find it there.
create policy known_lex_sarah on activity as restrictive for insert to opaverkad_app
	with check (subject_kind <> 'lexSarah' or exists (select from lex_sarah_record r where r.id = subject_id));
create function app_kept_out_records() returns uuid[] language sql stable security definer set search_path = public, pg_temp
	as $$
		select coalesce(array_agg(r.id), '{}') from lex_sarah_record r
		where (r.excluded_person_ids || r.affected_person_id) && (array[app_person()] || app_units('deputised'))
			and not app_reads_lex_sarah(r)
	$$;
revoke all on function app_kept_out_records() from public;
grant execute on function app_kept_out_records() to opaverkad_app;
create policy lex_sarah_not_about_actor on activity as restrictive for select to opaverkad_app
	using (subject_kind <> 'lexSarah' or subject_id <> all ((select app_kept_out_records())::uuid[]));

-- The decision ----------------------------------------------------------------------------------------------------------------
create table conflict_question (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	circumstance text not null check (length(circumstance) <= 10000),
	decision_reference text check (length(decision_reference) <= 100),
	raised_by uuid not null references person,
	raised_at timestamptz not null,
	outcome text check (outcome in ('conflict', 'noConflict')),
	outcome_reason text check (length(outcome_reason) <= 10000),
	examined_by_text text check (length(examined_by_text) <= 500),
	examined_at timestamptz,
	recorded_by uuid references person,
	version integer not null default 1,
	check (num_nulls(outcome, outcome_reason, examined_by_text, examined_at, recorded_by) in (0, 5))
);
comment on column conflict_question.examined_by_text is 'Who examined it: often somebody who has no access to the case, so in words.';
create index conflict_question_case on conflict_question (case_id, raised_at);

create table decision_review (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	reference text not null check (length(reference) <= 100),
	decision text not null check (length(decision) <= 500),
	influence text not null check (length(influence) <= 10000),
	concerns_child boolean not null,
	created_by uuid not null references person,
	created_at timestamptz not null,
	outcome text check (outcome in ('noInfluence', 'unchanged', 'changed', 'remade')),
	outcome_text text check (length(outcome_text) <= 10000),
	child_interest text check (length(child_interest) <= 10000),
	reviewed_by_text text check (length(reviewed_by_text) <= 500),
	reviewed_on date,
	finished_by uuid references person,
	finished_at timestamptz,
	version integer not null default 1,
	check (num_nulls(outcome, outcome_text, reviewed_by_text, reviewed_on, finished_by, finished_at) in (0, 6)),
	check (outcome is null or not concerns_child or child_interest is not null)
);
comment on column decision_review.reference is 'In the case system. Never a name or a personnummer.';
comment on column decision_review.child_interest is 'The best interest of the child, required when a child is concerned (S3:158).';
create index decision_review_case on decision_review (case_id, created_at);

alter table conflict_question enable row level security;
alter table decision_review enable row level security;
grant select, insert on conflict_question, decision_review to opaverkad_app;
grant update (outcome, outcome_reason, examined_by_text, examined_at, recorded_by, version) on conflict_question to opaverkad_app;
grant update (outcome, outcome_text, child_interest, reviewed_by_text, reviewed_on, finished_by, finished_at, version)
	on decision_review to opaverkad_app;
create policy note_readers_read on conflict_question for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy note_readers_raise on conflict_question for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and raised_by = (select app_person()) and outcome is null
		and exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handlers_record on conflict_question for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check (recorded_by = (select app_person()));
create policy note_readers_read on decision_review for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy note_readers_add on decision_review for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and created_by = (select app_person()) and outcome is null
		and exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handlers_finish on decision_review for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check (finished_by = (select app_person()));

-- What a safety representative asks for -----------------------------------------------------------------------------------------
create table safety_request (
	id uuid primary key,
	municipality_id uuid not null references unit,
	unit_id uuid not null references unit,
	case_id uuid references case_file,
	demand text not null check (length(demand) <= 10000),
	background text check (length(background) <= 10000),
	wanted_answer_on date,
	requested_by uuid not null references person,
	requested_at timestamptz not null,
	answer text check (answer in ('accepted', 'partly', 'declined')),
	answer_text text check (length(answer_text) <= 10000),
	answered_by uuid references person,
	answered_at timestamptz,
	authority_on date,
	version integer not null default 1,
	check (num_nulls(answer, answer_text, answered_by, answered_at) in (0, 4))
);
comment on table safety_request is 'AML 6 kap. 6 a §. Stored is received: the confirmation shows requested_at.';
comment on column safety_request.case_id is 'Null: about the workplace, not about one case.';
comment on column safety_request.authority_on is 'When the representative turned to Arbetsmiljöverket.';
create index safety_request_unit on safety_request (municipality_id, requested_at desc);
create index safety_request_case on safety_request (case_id) where case_id is not null;

alter table safety_request enable row level security;
grant select, insert on safety_request to opaverkad_app;
grant update (answer, answer_text, answered_by, answered_at, authority_on, version) on safety_request to opaverkad_app;
create policy both_parties on safety_request for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and (case_id is null and exists (select from unit u where u.id = unit_id
				and (u.path && (select app_units('safety_units')) or u.path && (select app_handling_units())
					or u.path && (select app_units('deputy_handling_units'))))
			or case_id is not null and exists (select from case_file c where c.id = case_id and app_reads_case(c))));
create policy representatives_ask on safety_request for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and requested_by = (select app_person()) and answer is null
		and (case_id is null and exists (select from unit u where u.id = unit_id and u.path && (select app_units('safety_units')))
			or exists (select from case_file c where c.id = case_id and c.unit_id = safety_request.unit_id
				and c.unit_path && (select app_units('safety_units')) and app_reads_case(c))));
create policy employer_answers on safety_request for update to opaverkad_app
	using (municipality_id = (select app_municipality())
		and (case_id is null and exists (select from unit u where u.id = unit_id
				and (u.path && (select app_handling_units()) or u.path && (select app_units('deputy_handling_units'))))
			or exists (select from case_file c where c.id = case_id and app_handles_case(c))))
	with check (answered_by = (select app_person()));
create policy representatives_go_on on safety_request for update to opaverkad_app
	using (requested_by = (select app_person())) with check (requested_by = (select app_person()));

-- Who asked cannot answer in the employer's place, and an answer stands.
create function refuse_answer_by_who_asked() returns trigger language plpgsql as $$
begin
	if new.answer is distinct from old.answer and (old.answer is not null or old.requested_by = app_person()) then
		raise exception 'the employer answers, once' using errcode = 'insufficient_privilege';
	end if;
	if new.authority_on is distinct from old.authority_on and old.requested_by <> app_person() then
		raise exception 'only who asked goes on to the authority' using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger employer_answers_once before update on safety_request
	for each row execute function refuse_answer_by_who_asked();

-- A notice about one of these is shown to who may still know of it. The courier mails that something waits, and reads nothing of it.
create policy known_lex_sarah on notice as restrictive for select to opaverkad_app
	using (subject_kind <> 'lexSarah' or (select is_courier()) or exists (select from lex_sarah_record r where r.id = subject_id));
create policy known_safety_request on notice as restrictive for select to opaverkad_app
	using (subject_kind <> 'safetyRequest' or (select is_courier())
		or exists (select from safety_request r where r.id = subject_id));
