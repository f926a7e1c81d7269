-- What leaves a case in writing: notifications to the authority, the police report, a disclosure, references of other
-- systems; and the role of the lawyer who is asked about secrecy first.

alter table assignment drop constraint assignment_role_check;
alter table assignment add constraint assignment_role_check check (role in (
	'lineManager', 'safetyRepresentative', 'unionRepresentative', 'hrPartner', 'securityCoordinator', 'lexSarahOfficer',
	'controller', 'citywideAnalyst', 'auditor', 'electedRepresentative', 'archivist', 'dataProtectionOfficer', 'legalAdviser',
	'systemAdministrator', 'whistleblowingOfficer'));

-- Whom a case is about, who was exposed, who reported it, and who stands in for one of the first two: they neither advise on
-- what leaves it nor decide it. With the owner's rights, since an adviser does not know the case itself.
create function app_is_outside_case(wanted uuid) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from case_file c where c.id = wanted and app_person() is not null
			and c.municipality_id = app_municipality()
			and not (app_person() = any (c.excluded_person_ids))
			and c.affected_person_id <> app_person() and c.reporter_id <> app_person()
			and not app_stands_too_near(c))
	$$;
revoke all on function app_is_outside_case(uuid) from public;
grant execute on function app_is_outside_case(uuid) to opaverkad_app;
comment on function app_is_outside_case(uuid) is 'Whether the actor has nothing to do with a case of their municipality.';

create table case_notification (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	kind text not null check (kind in ('workInjury', 'seriousIncident')),
	version integer not null default 1,
	answers jsonb not null check (jsonb_typeof(answers) = 'object' and length(answers::text) <= 100000),
	reference text check (length(reference) <= 100),
	submitted_on date,
	submitted_by uuid references person,
	updated_by uuid not null references person,
	updated_at timestamptz not null,
	unique (case_id, kind),
	check ((submitted_on is null) = (submitted_by is null)),
	check (reference is null or submitted_on is not null)
);
comment on table case_notification is 'What will be, or was, typed into the authority''s own form: no API exists. Never a personnummer.';
comment on column case_notification.submitted_on is 'When it was sent to the authority, as the handler says; calendar date, Europe/Stockholm.';

create table case_notification_copy (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	kind text not null check (kind in ('workInjury', 'seriousIncident')),
	version integer not null,
	recipient_id uuid not null references person,
	recipient_as text not null check (recipient_as in ('injuredPerson', 'safetyRepresentative')),
	content jsonb not null check (jsonb_typeof(content) = 'object' and length(content::text) <= 100000),
	given_by uuid not null references person,
	given_at timestamptz not null,
	read_at timestamptz,
	unique (case_id, kind, version, recipient_id)
);
comment on table case_notification_copy is 'The injured person''s and the safety representative''s copy, frozen as it was when given.';
create index on case_notification_copy (recipient_id, case_id);

create table case_police_report (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null unique references case_file,
	version integer not null default 1,
	answers jsonb not null check (jsonb_typeof(answers) = 'object' and length(answers::text) <= 100000),
	offences text[] not null default '{}',
	reference text check (length(reference) <= 100),
	reported_on date,
	reported_how text check (reported_how in ('phone', 'station')),
	reported_by uuid references person,
	updated_by uuid not null references person,
	updated_at timestamptz not null,
	check ((reported_on is null) = (reported_by is null) and (reported_on is null) = (reported_how is null))
);
comment on table case_police_report is 'The package for the police: the workplace''s address and phone, never private ones.';
comment on column case_police_report.offences is 'Codes of the possible offences that the handler chose to name. The police classify.';

create table case_secrecy_question (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	asked_by uuid not null references person,
	asked_at timestamptz not null,
	adviser_id uuid not null references person,
	question text not null check (length(question) between 1 and 4000),
	package jsonb not null check (length(package::text) <= 200000),
	answer text check (answer in ('mayLeave', 'mayLeaveInPart', 'mayNotLeave')),
	reason text check (length(reason) between 1 and 10000),
	answered_at timestamptz,
	check ((answer is null) = (answered_at is null) and (answer is null) = (reason is null))
);
comment on table case_secrecy_question is 'OSL chapter 10 is a lawyer''s decision. They see the question and the package as it was then, nothing else of the case.';
create index on case_secrecy_question (case_id, asked_at);
create index on case_secrecy_question (adviser_id) where answered_at is null;

create table case_external_reference (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	system text not null check (system in ('ia', 'agera', 'other')),
	system_name text check (length(system_name) <= 100),
	reference text not null check (length(reference) between 1 and 100),
	added_by uuid not null references person,
	added_at timestamptz not null,
	check ((system = 'other') = (system_name is not null))
);
comment on table case_external_reference is 'The number that another system gave the case, so that nothing is typed twice.';
create index on case_external_reference (case_id);

create table disclosure (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	version integer not null default 1,
	registry_number text check (length(registry_number) <= 100),
	begun_by uuid not null references person,
	begun_at timestamptz not null,
	given_to uuid references person,
	given_role text check (given_role in ('archivist', 'dataProtectionOfficer', 'legalAdviser')),
	given_at timestamptz,
	decided_by uuid references person,
	decided_at timestamptz,
	check ((given_to is null) = (given_role is null) and (given_to is null) = (given_at is null)),
	check ((decided_by is null) = (decided_at is null))
);
comment on table disclosure is 'One request to have a case disclosed. Who asked for it is not kept.';
comment on column disclosure.given_to is 'Who decides it instead of the handler. They see this disclosure, not the case.';
create index on disclosure (case_id);
create index on disclosure (given_to) where given_to is not null;

create table disclosure_text (
	id uuid primary key,
	municipality_id uuid not null references unit,
	disclosure_id uuid not null references disclosure,
	position integer not null,
	kind text not null,
	written_at timestamptz,
	text text not null,
	is_included boolean not null default true,
	unique (disclosure_id, position)
);
comment on table disclosure_text is 'The texts of the case as they were when the disclosure was begun.';

create table disclosure_mask (
	id uuid primary key,
	municipality_id uuid not null references unit,
	text_id uuid not null references disclosure_text,
	starts_at integer not null check (starts_at >= 0),
	ends_at integer not null check (ends_at > starts_at),
	kind text not null check (kind in ('personnummer', 'phone', 'email', 'address', 'name', 'own')),
	possible_ground text not null check (possible_ground in ('osl26_1', 'osl39_3', 'osl21_3', 'other')),
	decision text check (decision in ('masked', 'shown')),
	decided_by uuid references person,
	decided_at timestamptz,
	check ((decision is null) = (decided_by is null) and (decision is null) = (decided_at is null))
);
comment on table disclosure_mask is 'A proposal, or a person''s own marking, and what was decided of it. Offsets in UTF-16 units.';
create index on disclosure_mask (text_id);

-- The number of a case for who was asked about it, without the case: it stands on what they were sent.
create function number_of_case(wanted uuid) returns table (year smallint, number integer)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select i.year, i.number from case_file c join incident i on i.id = c.incident_id
		where c.id = wanted and app_is_outside_case(c.id)
			and (exists (select from case_secrecy_question q where q.case_id = c.id and q.adviser_id = app_person())
				or exists (select from disclosure d where d.case_id = c.id and d.given_to = app_person()))
	$$;

alter table case_notification enable row level security;
alter table case_notification_copy enable row level security;
alter table case_police_report enable row level security;
alter table case_secrecy_question enable row level security;
alter table case_external_reference enable row level security;
alter table disclosure enable row level security;
alter table disclosure_text enable row level security;
alter table disclosure_mask enable row level security;

-- The employer's own papers: read by those who read its notes, written by who handles the case.
create policy notes_read on case_notification for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_writes on case_notification for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and updated_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy handler_changes on case_notification for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check (updated_by = (select app_person()));

create policy notes_read on case_police_report for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_writes on case_police_report for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and updated_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy handler_changes on case_police_report for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check (updated_by = (select app_person()));

create policy notes_read on case_external_reference for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_writes on case_external_reference for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and added_by = (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)));

-- A copy is its recipient's: the injured person's own, and the safety representative's as long as they read the case.
create policy recipient_reads on case_notification_copy for select to opaverkad_app
	using (recipient_id = (select app_person()) and (
		recipient_as = 'injuredPerson' and exists (
			select from case_file c where c.id = case_id and c.affected_person_id = (select app_person()))
		or recipient_as = 'safetyRepresentative' and (select app_has_role('safetyRepresentative')) and exists (
			select from case_file c where c.id = case_id and app_reads_case(c))));
create policy notes_read on case_notification_copy for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy handler_gives on case_notification_copy for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and given_by = (select app_person())
		and is_colleague(recipient_id)
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and (recipient_as = 'injuredPerson') = (recipient_id = c.affected_person_id)
			and not (recipient_id = any (c.excluded_person_ids))));
create policy recipient_marks on case_notification_copy for update to opaverkad_app
	using (recipient_id = (select app_person()));

create policy notes_read on case_secrecy_question for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy adviser_reads on case_secrecy_question for select to opaverkad_app
	using (adviser_id = (select app_person()) and (select app_has_role('legalAdviser')) and app_is_outside_case(case_id));
create policy handler_asks on case_secrecy_question for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and asked_by = (select app_person()) and answer is null
		and is_colleague(adviser_id) and adviser_id <> (select app_person())
		and exists (select from case_file c where c.id = case_id and app_handles_case(c)
			and adviser_id <> c.affected_person_id and adviser_id <> c.reporter_id
			and not (adviser_id = any (c.excluded_person_ids))));
create policy adviser_answers on case_secrecy_question for update to opaverkad_app
	using (adviser_id = (select app_person()) and answered_at is null and (select app_has_role('legalAdviser'))
		and app_is_outside_case(case_id))
	with check (adviser_id = (select app_person()) and answered_at is not null);

-- A disclosure is prepared by who handles the case, or by the one whom they gave it to.
create policy handler_reads on disclosure for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy decider_reads on disclosure for select to opaverkad_app
	using (given_to = (select app_person()) and (select app_has_role(given_role)) and app_is_outside_case(case_id));
create policy handler_begins on disclosure for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and begun_by = (select app_person()) and given_to is null
		and decided_at is null and exists (select from case_file c where c.id = case_id and app_handles_case(c)));
create policy handler_changes on disclosure for update to opaverkad_app
	using (decided_at is null and exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check ((decided_by is null or decided_by = (select app_person()))
		and (given_to is null or is_colleague(given_to) and exists (select from case_file c where c.id = case_id
			and given_to <> c.affected_person_id and given_to <> c.reporter_id
			and not (given_to = any (c.excluded_person_ids)))));
create policy decider_changes on disclosure for update to opaverkad_app
	using (decided_at is null and given_to = (select app_person()) and (select app_has_role(given_role))
		and app_is_outside_case(case_id))
	with check (given_to = (select app_person()) and (decided_by is null or decided_by = (select app_person())));

-- What hangs on a disclosure follows it, and stands still when it has been decided.
create policy follows on disclosure_text for select to opaverkad_app
	using (exists (select from disclosure d where d.id = disclosure_id));
create policy begins on disclosure_text for insert to opaverkad_app
	with check (municipality_id = (select app_municipality())
		and exists (select from disclosure d where d.id = disclosure_id and d.decided_at is null
			and d.begun_by = (select app_person())));
create policy changes on disclosure_text for update to opaverkad_app
	using (exists (select from disclosure d where d.id = disclosure_id and d.decided_at is null));
create policy follows on disclosure_mask for select to opaverkad_app
	using (exists (select from disclosure_text t where t.id = text_id));
create policy proposes on disclosure_mask for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (decided_by is null or decided_by = (select app_person()))
		and exists (select from disclosure_text t join disclosure d on d.id = t.disclosure_id
			where t.id = text_id and d.decided_at is null));
create policy decides on disclosure_mask for update to opaverkad_app
	using (exists (select from disclosure_text t join disclosure d on d.id = t.disclosure_id
		where t.id = text_id and d.decided_at is null))
	with check (decided_by = (select app_person()));

revoke all on function number_of_case(uuid) from public;
grant execute on function number_of_case(uuid) to opaverkad_app;
grant select, insert on case_notification, case_notification_copy, case_police_report, case_secrecy_question,
	case_external_reference, disclosure, disclosure_text, disclosure_mask to opaverkad_app;
grant update (version, answers, reference, submitted_on, submitted_by, updated_by, updated_at)
	on case_notification to opaverkad_app;
grant update (read_at) on case_notification_copy to opaverkad_app;
grant update (version, answers, offences, reference, reported_on, reported_how, reported_by, updated_by, updated_at)
	on case_police_report to opaverkad_app;
grant update (answer, reason, answered_at) on case_secrecy_question to opaverkad_app;
grant update (version, registry_number, given_to, given_role, given_at, decided_by, decided_at) on disclosure to opaverkad_app;
grant update (is_included) on disclosure_text to opaverkad_app;
grant update (possible_ground, decision, decided_by, decided_at) on disclosure_mask to opaverkad_app;
