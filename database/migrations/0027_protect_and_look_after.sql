-- Threat assessments by the security coordinator, aftercare for the exposed person, and statements that colleagues are asked for.

-- Who coordinates security where a case is, by an assignment that holds today. The same meaning as `coordinates` in
-- threat-assessments/access.ts. With the owner's rights, since a case has more readers than an assignment has.
create function app_coordinates_case(c case_file) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select app_reads_case(c) and exists (
			select from assignment a
			where a.person_id = app_person() and a.role = 'securityCoordinator' and a.unit_id = any (c.unit_path)
				and assignment_counts(a, (now() at time zone 'Europe/Stockholm')::date)
				and (a.deputy_for_id is null or not app_stands_too_near(c)))
	$$;
revoke all on function app_coordinates_case(case_file) from public;
grant execute on function app_coordinates_case(case_file) to opaverkad_app;

-- Threat assessments -------------------------------------------------------------------------------------------------------
create table threat_request (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	question text not null check (length(question) between 1 and 4000),
	requested_by uuid not null references person,
	requested_at timestamptz not null,
	answered_at timestamptz,
	withdrawn_at timestamptz,
	check (answered_at is null or withdrawn_at is null)
);
comment on table threat_request is 'The manager asks the security coordinator to assess. Open until it is answered or withdrawn.';
create unique index one_open_threat_request on threat_request (case_id) where answered_at is null and withdrawn_at is null;
create index on threat_request (case_id);

create table threat_assessment (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	sequence integer not null check (sequence > 0),
	level text not null check (level in ('low', 'elevated', 'high', 'acute')),
	valid_until date not null,
	review_date date check (review_date <= valid_until),
	made_by uuid not null references person,
	made_at timestamptz not null,
	replaced_at timestamptz,
	unique (case_id, sequence),
	check (review_date is not null or level = 'low')
);
comment on table threat_assessment is 'What it says is never changed: the highest sequence of a case holds, the others are how it was judged before.';
comment on column threat_assessment.review_date is 'Null: a low level that needs no more looking at.';
comment on column threat_assessment.replaced_at is 'Null: it holds, or nobody has looked at it since.';
create index on threat_assessment (review_date) where replaced_at is null;

-- Apart from the assessment, since the safety representative reads the level and not the words.
create table threat_factor (
	assessment_id uuid not null references threat_assessment,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	factor text not null check (factor in ('capacity', 'intent', 'opportunity', 'history', 'overall')),
	level text not null check (level in ('low', 'elevated', 'high', 'acute', 'unknown')),
	types text[] not null default '{}',
	reason text not null check (length(reason) between 1 and 4000),
	primary key (assessment_id, factor),
	check (types = '{}' or factor = 'history')
);
comment on column threat_factor.types is 'Only for history: what kinds of events there were. Types and facts, never who: there is no register of people.';
create index on threat_factor (case_id);

create table threat_protection (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	assessment_id uuid references threat_assessment,
	kind text not null check (kind in ('changeOfficer', 'twoOfficers', 'addressProtection', 'alarm', 'escort', 'other')),
	measure_id uuid not null references measure,
	decided_by uuid not null references person,
	decided_at timestamptz not null
);
comment on column threat_protection.assessment_id is 'The assessment that held then; null: decided before there was one.';
comment on column threat_protection.measure_id is 'Who does it, when, and whether it helped.';
create index on threat_protection (case_id);
create index on threat_protection (measure_id);

-- Aftercare ------------------------------------------------------------------------------------------------------------------
create table aftercare_step (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	step text not null check (step in ('sameDay', 'week', 'month', 'privacy')),
	outcome text not null check (outcome in ('done', 'postponed', 'declined')),
	postponed_to date,
	note text check (length(note) <= 4000),
	recorded_by uuid not null references person,
	recorded_at timestamptz not null,
	check ((outcome = 'postponed') = (postponed_to is not null)),
	check (outcome = 'done' or note is not null)
);
comment on table aftercare_step is 'What was recorded of each step, appended: the latest of a step holds. When steps are due follows from the report.';
create index on aftercare_step (case_id, recorded_at);

create table support_answer (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	person_id uuid not null references person,
	step text not null check (step in ('week', 'month')),
	answer text not null check (answer in ('yes', 'partly', 'no')),
	wants_contact boolean not null,
	words text check (length(words) <= 4000),
	answered_at timestamptz not null
);
comment on table support_answer is '''Fick du stöd?'', asked of the exposed person themself (S0:24). Appended: the latest holds, the earlier are kept.';
create index on support_answer (case_id, answered_at);

-- Statements -----------------------------------------------------------------------------------------------------------------
create table statement_request (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	person_id uuid not null references person,
	question text not null check (length(question) between 1 and 4000),
	due_date date not null,
	asked_by uuid not null references person,
	asked_at timestamptz not null,
	version integer not null default 1,
	reminded_at timestamptz,
	sent_at timestamptz,
	declined_at timestamptz,
	decline_reason text check (length(decline_reason) between 1 and 4000),
	accepted_at timestamptz,
	accepted_by uuid references person,
	withdrawn_at timestamptz,
	check ((declined_at is null) = (decline_reason is null)),
	check ((accepted_at is null) = (accepted_by is null)),
	check (num_nonnulls(declined_at, accepted_at, withdrawn_at) <= 1),
	check (accepted_at is null or sent_at is not null)
);
comment on column statement_request.question is 'All that the asked person learns of the case.';
create index on statement_request (case_id);
create index on statement_request (person_id) where accepted_at is null and declined_at is null and withdrawn_at is null;
create index on statement_request (due_date) where sent_at is null and declined_at is null and withdrawn_at is null;

create table statement_version (
	id uuid primary key,
	municipality_id uuid not null references unit,
	request_id uuid not null references statement_request,
	sequence integer not null check (sequence > 0),
	words text not null check (length(words) between 1 and 10000),
	written_by uuid not null references person,
	written_at timestamptz not null,
	unique (request_id, sequence)
);
comment on table statement_version is 'Never changed: a correction is one more version, and the earlier are kept.';

-- Who reads and writes ---------------------------------------------------------------------------------------------------------
alter table threat_request enable row level security;
alter table threat_assessment enable row level security;
alter table threat_factor enable row level security;
alter table threat_protection enable row level security;
alter table aftercare_step enable row level security;
alter table support_answer enable row level security;
alter table statement_request enable row level security;
alter table statement_version enable row level security;

create policy staff_reads on threat_request for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_asks on threat_request for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and requested_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy handler_or_coordinator on threat_request for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and (app_handles_case(c) or app_coordinates_case(c))));

create policy case_readers on threat_assessment for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_case(c)));
create policy coordinator_assesses on threat_assessment for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and made_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_coordinates_case(c)));

create policy coordinator_replaces on threat_assessment for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_coordinates_case(c)));

create policy staff_reads on threat_factor for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy coordinator_assesses on threat_factor for insert to opaverkad_app
	with check (municipality_id = (select app_municipality())
		and exists (select from case_file c where c.id = case_id and app_coordinates_case(c))
		and exists (select from threat_assessment a where a.id = assessment_id and a.case_id = threat_factor.case_id
			and a.made_by = (select app_person())));

create policy case_readers on threat_protection for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_case(c)));
create policy handler_or_coordinator on threat_protection for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and decided_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and (app_handles_case(c) or app_coordinates_case(c)))
		and exists (select from measure m where m.id = measure_id and m.case_id = threat_protection.case_id));

-- What the coordinator decides becomes a measure at once; the manager may change or cancel it, the coordinator may not.
create policy coordinator_protects on measure for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and created_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_coordinates_case(c)));
create function set_next_due_as_coordinator(wanted uuid, next_due timestamptz) returns void
	language sql security definer set search_path = public, pg_temp
	as $$ update case_file c set next_due_at = next_due where c.id = wanted and app_coordinates_case(c) $$;
revoke all on function set_next_due_as_coordinator(uuid, timestamptz) from public;
grant execute on function set_next_due_as_coordinator(uuid, timestamptz) to opaverkad_app;

create policy staff_reads on aftercare_step for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_records on aftercare_step for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and recorded_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));

create policy own_or_staff on support_answer for select to opaverkad_app
	using (person_id = (select app_person()) or exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy exposed_person_answers on support_answer for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and person_id = (select app_person())
		and exists (select from case_file c where c.id = case_id and c.affected_person_id = (select app_person())));

create policy asked_or_staff on statement_request for select to opaverkad_app
	using (person_id = (select app_person()) or exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_asks on statement_request for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and asked_by = (select app_person())
		and is_colleague(person_id)
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and statement_request.person_id <> c.affected_person_id and statement_request.person_id <> all (c.excluded_person_ids)));
create policy asked_or_handler on statement_request for update to opaverkad_app
	using (person_id = (select app_person()) or exists (select from case_file c where c.id = case_id and app_handles_case(c)));

-- The asked person sends or declines; the rest is the handler's. What an asked person who also handles does, they do as handler.
create function refuse_to_asked() returns trigger language plpgsql as $$
begin
	if exists (select from case_file c where c.id = new.case_id and app_handles_case(c)) then
		if row(old.sent_at, old.declined_at, old.decline_reason) is distinct from row(new.sent_at, new.declined_at, new.decline_reason)
			and new.person_id is distinct from app_person() then
			raise exception 'only the asked person may do this' using errcode = 'insufficient_privilege';
		end if;
	elsif row(old.due_date, old.reminded_at, old.accepted_at, old.accepted_by, old.withdrawn_at)
		is distinct from row(new.due_date, new.reminded_at, new.accepted_at, new.accepted_by, new.withdrawn_at) then
		raise exception 'only who handles the case may do this' using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger asked_or_handler before update on statement_request for each row
	when (current_user = 'opaverkad_app') execute function refuse_to_asked();

create policy asked_or_staff on statement_version for select to opaverkad_app
	using (exists (select from statement_request r where r.id = request_id));
create policy asked_writes on statement_version for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and written_by = (select app_person())
		and exists (select from statement_request r where r.id = request_id and r.person_id = (select app_person())
			and r.accepted_at is null and r.declined_at is null and r.withdrawn_at is null));

grant select, insert on threat_request, threat_assessment, threat_factor, threat_protection, aftercare_step, support_answer,
	statement_request, statement_version to opaverkad_app;
grant update (answered_at, withdrawn_at) on threat_request to opaverkad_app;
grant update (replaced_at) on threat_assessment to opaverkad_app;
grant update (due_date, version, reminded_at, sent_at, declined_at, decline_reason, accepted_at, accepted_by, withdrawn_at)
	on statement_request to opaverkad_app;

-- Who is asked for a statement writes in the history of a case that they do not see, like the owner of a measure.
create or replace function knows_case(wanted uuid) returns boolean language plpgsql stable
	as $$
begin
	return exists (select from case_file c where c.id = wanted)
		or exists (select from measure m where m.case_id = wanted and m.owner_id = app_person())
		or exists (select from statement_request r where r.case_id = wanted and r.person_id = app_person());
end $$;
