-- An incident is what happened, as the person saw it. A case is the employer's handling of it. One each.

create table incident_number (
	municipality_id uuid not null references unit,
	year smallint not null,
	last integer not null,
	primary key (municipality_id, year)
);
comment on table incident_number is 'The last number given, per municipality and year. Written only by give_number().';

create table incident (
	id uuid primary key,
	municipality_id uuid not null references unit,
	year smallint,
	number integer,
	unit_id uuid not null references unit,
	unit_path uuid[] not null,
	reporter_id uuid not null references person,
	affected_person_id uuid not null references person,
	origin text not null check (origin in ('self', 'onBehalf', 'wordOfMouth', 'import')),
	idempotency_key uuid not null,
	reported_at timestamptz not null,
	occurred_at timestamptz not null,
	text text check (length(text) <= 10000),
	forms text[] not null default '{}',
	subforms text[] not null default '{}',
	channel text,
	influencer text,
	purpose text check (purpose in ('yes', 'maybe', 'no', 'doNotKnow')),
	in_danger boolean,
	wants_contact_today boolean,
	place text check (length(place) <= 500),
	matter text check (length(matter) <= 500),
	witnesses text check (length(witnesses) <= 500),
	consequences text[] not null default '{}',
	child_concerned text check (child_concerned in ('yes', 'no', 'unsure')),
	injury text check (injury in ('yes', 'no', 'unsure')),
	weapon text check (weapon in ('yes', 'no', 'unsure')),
	feared_for_life text check (feared_for_life in ('yes', 'no', 'unsure')),
	known_repeat text check (known_repeat in ('yes', 'no', 'unsure')),
	gender text check (gender in ('woman', 'man', 'other', 'preferNotToSay')),
	case_reference text check (length(case_reference) <= 100),
	hide_name boolean not null default false,
	excluded_person_ids uuid[] not null default '{}',
	repeats_incident_id uuid references incident,
	external_reference text,
	check (coalesce(text, '') <> '' or forms <> '{}'),
	check (occurred_at <= reported_at + interval '1 day'),
	unique (reporter_id, idempotency_key),
	unique (municipality_id, year, number),
	unique (municipality_id, external_reference)
);
comment on column incident.number is 'Gapless per municipality and year; null only inside the transaction that reports it.';
comment on column incident.excluded_person_ids is 'The manager or others that the report is about. They never see it, whatever their roles.';
comment on column incident.idempotency_key is 'Made with the form: a double click, a resend and a network retry give one incident.';
comment on column incident.unit_path is 'The organisation as it was when it happened; a later move of the unit does not change it.';
comment on column incident.text is 'The reporter''s words. Never changed after sending, except by the reporter to mask personal data.';
create index on incident (reporter_id, reported_at desc);
create index on incident (affected_person_id, reported_at desc);
create index on incident (unit_id, reported_at desc);

create table incident_addition (
	id uuid primary key,
	municipality_id uuid not null references unit,
	incident_id uuid not null references incident,
	author_id uuid not null references person,
	created_at timestamptz not null,
	text text check (length(text) <= 10000),
	changed_fields text[] not null default '{}'
);
comment on table incident_addition is 'What the reporter added after sending. changed_fields names the questions answered later.';
create index on incident_addition (incident_id, created_at);

create table case_file (
	id uuid primary key,
	municipality_id uuid not null references unit,
	incident_id uuid not null unique references incident,
	unit_id uuid not null references unit,
	unit_path uuid[] not null,
	reporter_id uuid not null references person,
	affected_person_id uuid not null references person,
	excluded_person_ids uuid[] not null default '{}',
	handler_id uuid references person,
	routed_because text not null,
	status text not null check (status in (
		'received', 'assessing', 'acting', 'followingUp', 'closed', 'transferred', 'notUndueInfluence')),
	version integer not null default 1,
	reported_at timestamptz not null,
	contact_due_at timestamptz not null,
	first_contact_at timestamptz,
	next_due_at timestamptz,
	undue_influence text check (undue_influence in ('yes', 'no', 'unclear')),
	form text,
	subform text,
	severity smallint check (severity between 1 and 4),
	motive text check (motive in ('reactive', 'planned', 'persistent', 'unclear')),
	decision_affected text check (decision_affected in ('no', 'risk', 'yes', 'unknown')),
	rationale text check (length(rationale) <= 10000),
	assessed_at timestamptz,
	assessed_by uuid references person,
	instead_kind text,
	transferred_to text,
	decision_reason text check (length(decision_reason) <= 10000),
	feedback text check (length(feedback) <= 10000),
	closed_at timestamptz,
	closed_by uuid references person,
	updated_at timestamptz not null
);
comment on column case_file.version is 'Raised by every change. A form sends the version it was shown; another one means that somebody was faster.';
comment on column case_file.handler_id is 'Who answers for it now. Null: nobody in post, see routed_because.';
comment on column case_file.next_due_at is 'When the next step is promised; null when nothing is. Kept by cases/next-step.ts, for the order of the inbox.';
comment on column case_file.decision_reason is 'Why it was transferred, judged not to be undue influence, or reopened. The latest; earlier ones are in the activity log''s order of case_note.';
create index on case_file (handler_id, next_due_at, id) where status not in ('closed', 'transferred', 'notUndueInfluence');
create index on case_file (municipality_id, next_due_at, id) where status not in ('closed', 'transferred', 'notUndueInfluence');
create index on case_file (municipality_id, reported_at desc, id);
create index on case_file (unit_id, reported_at desc);

create table case_note (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	author_id uuid references person,
	kind text not null check (kind in ('note', 'support', 'contact', 'decision')),
	text text not null check (length(text) between 1 and 10000),
	created_at timestamptz not null
);
create index on case_note (case_id, created_at);

create table case_message (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	author_id uuid not null references person,
	from_reporter boolean not null,
	text text not null check (length(text) between 1 and 10000),
	created_at timestamptz not null,
	read_at timestamptz
);
create index on case_message (case_id, created_at);

create table measure (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid references case_file,
	kind text not null check (kind in ('immediate', 'corrective', 'preventive')),
	description text not null check (length(description) between 1 and 2000),
	owner_id uuid not null references person,
	due_date date not null,
	created_by uuid references person,
	created_at timestamptz not null,
	done_at timestamptz,
	cancelled_at timestamptz,
	cancel_reason text check (length(cancel_reason) <= 2000),
	effect text check (effect in ('yes', 'partly', 'no')),
	effect_text text check (length(effect_text) <= 2000),
	evaluated_at timestamptz,
	evaluated_by uuid references person,
	version integer not null default 1,
	check (done_at is null or cancelled_at is null),
	check (evaluated_at is null or done_at is not null),
	check ((effect is null) = (evaluated_at is null))
);
comment on column measure.due_date is 'Calendar date, Europe/Stockholm: late from the day after.';
create index on measure (owner_id, due_date) where done_at is null and cancelled_at is null;
create index on measure (case_id);

create table notice (
	id uuid primary key,
	municipality_id uuid not null references unit,
	recipient_id uuid not null references person,
	kind text not null,
	subject_kind text not null,
	subject_id uuid not null,
	created_at timestamptz not null,
	read_at timestamptz
);
comment on table notice is 'In-app: that something waits, and where. Never what it says.';
create index on notice (recipient_id, created_at desc);

-- Who may know a case as staff: a case-reading role at the unit or above, or the handler; never the ones it is about,
-- and never the affected person in that capacity (they read their own report, not the employer's notes).
create function app_reads_case(path uuid[], handler uuid, excluded uuid[], affected uuid) returns boolean
	language sql stable parallel safe
	as $$
		select app_person() is not null
			and not (app_person() = any (excluded))
			and affected <> app_person()
			and (handler = app_person() or path && app_case_units())
	$$;
create function app_handles_case(path uuid[], handler uuid, excluded uuid[], affected uuid) returns boolean
	language sql stable parallel safe
	as $$
		select app_person() is not null
			and not (app_person() = any (excluded))
			and affected <> app_person()
			and (handler = app_person() or path && app_handling_units())
	$$;

alter table incident_number enable row level security;
alter table incident enable row level security;
alter table incident_addition enable row level security;
alter table case_file enable row level security;
alter table case_note enable row level security;
alter table case_message enable row level security;
alter table measure enable row level security;
alter table notice enable row level security;

create policy staff_reads on case_file for select to opaverkad_app
	using (municipality_id = (select app_municipality())
		and app_reads_case(unit_path, handler_id, excluded_person_ids, affected_person_id));
create policy reporter_reads on case_file for select to opaverkad_app
	using (reporter_id = (select app_person()) or affected_person_id = (select app_person()));
-- A case says the same as its incident about where, who and for whom it does not exist. With the owner's rights, since the
-- policy of an incident asks for its case in turn.
create function is_case_of_incident(c case_file) returns boolean
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from incident i where i.id = c.incident_id
			and (i.reporter_id, i.affected_person_id, i.unit_id, i.unit_path, i.excluded_person_ids)
				= (c.reporter_id, c.affected_person_id, c.unit_id, c.unit_path, c.excluded_person_ids))
	$$;
revoke all on function is_case_of_incident(case_file) from public;
grant execute on function is_case_of_incident(case_file) to opaverkad_app;
create policy reporter_opens on case_file for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and reporter_id = (select app_person())
		and is_case_of_incident(case_file));
create policy staff_handles on case_file for update to opaverkad_app
	using (municipality_id = (select app_municipality())
		and app_handles_case(unit_path, handler_id, excluded_person_ids, affected_person_id));

create policy own on incident for select to opaverkad_app
	using (reporter_id = (select app_person()) or affected_person_id = (select app_person()));
create policy through_case on incident for select to opaverkad_app
	using (exists (select from case_file c where c.incident_id = incident.id));
-- The unit and the person are of the actor's municipality, since only those can be seen.
create policy report on incident for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and reporter_id = (select app_person())
		and exists (select from unit u where u.id = incident.unit_id and u.path = incident.unit_path)
		and exists (select from person p where p.id = incident.affected_person_id));
create policy own_additions on incident for update to opaverkad_app
	using (reporter_id = (select app_person()) or affected_person_id = (select app_person()));

create policy through_incident on incident_addition for select to opaverkad_app
	using (exists (select from incident i where i.id = incident_id));
create policy own on incident_addition for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and author_id = (select app_person()) and exists (
		select from incident i where i.id = incident_id
			and (i.reporter_id = (select app_person()) or i.affected_person_id = (select app_person()))));

create policy staff_reads on case_note for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));
create policy staff_writes on case_note for insert to opaverkad_app
	with check (author_id = (select app_person()) and exists (select from case_file c where c.id = case_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));

create policy through_case on case_message for select to opaverkad_app
	using (exists (select from case_file c where c.id = case_id));
create policy writes on case_message for insert to opaverkad_app
	with check (author_id = (select app_person()) and exists (select from case_file c where c.id = case_id));
create policy marks_read on case_message for update to opaverkad_app
	using (author_id <> (select app_person()) and exists (select from case_file c where c.id = case_id
		and case when from_reporter
			then app_handles_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)
			else c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person()) end));

create policy owner_or_case on measure for select to opaverkad_app
	using (owner_id = (select app_person()) or exists (select from case_file c where c.id = case_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));
create policy handler_writes on measure for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and exists (select from case_file c where c.id = case_id
		and app_handles_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));
create policy owner_or_handler on measure for update to opaverkad_app
	using (owner_id = (select app_person()) or exists (select from case_file c where c.id = case_id
		and app_handles_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));

create policy own on notice for select to opaverkad_app using (recipient_id = (select app_person()));
create policy own_read on notice for update to opaverkad_app using (recipient_id = (select app_person()));
create policy same_municipality on notice for insert to opaverkad_app
	with check (municipality_id = (select app_municipality())
		and exists (select from person p where p.id = recipient_id));

-- The history of a case is read from the activity log by those who may read the case.
create policy case_history on activity for select to opaverkad_app
	using (subject_kind = 'case' and exists (select from case_file c where c.id = subject_id
		and app_reads_case(c.unit_path, c.handler_id, c.excluded_person_ids, c.affected_person_id)));

-- Nobody writes in the history of a case that they have nothing to do with.
create policy known_case on activity as restrictive for insert to opaverkad_app
	with check (subject_kind <> 'case' or exists (select from case_file c where c.id = subject_id)
		or exists (select from measure m where m.case_id = subject_id and m.owner_id = (select app_person())));

-- The words belong to the one who wrote them, and so does the wish not to be named: the affected person can neither change
-- the former nor withdraw the latter.
create function refuse_to_others() returns trigger language plpgsql as $$
begin
	raise exception 'only the reporter may change this' using errcode = 'insufficient_privilege';
end $$;
create trigger reporters_own before update of text, hide_name on incident for each row
	when (app_person() <> old.reporter_id
		and (new.text is distinct from old.text or old.hide_name and not new.hide_name))
	execute function refuse_to_others();

-- Nothing is ever deleted, and only what has a reason to change may change.
grant select, insert on incident, incident_addition, case_file, case_note, case_message, measure, notice to opaverkad_app;
grant update (handler_id, status, version, first_contact_at, next_due_at, undue_influence, form, subform, severity, motive,
	decision_affected, rationale, assessed_at, assessed_by, instead_kind, transferred_to, decision_reason, feedback,
	closed_at, closed_by, updated_at) on case_file to opaverkad_app;
grant update (owner_id, due_date, done_at, cancelled_at, cancel_reason, effect, effect_text, evaluated_at, evaluated_by,
	version) on measure to opaverkad_app;
grant update (text, subforms, place, matter, witnesses, consequences, child_concerned, injury, weapon, feared_for_life,
	known_repeat, gender, case_reference, occurred_at, channel, influencer, hide_name) on incident to opaverkad_app;
grant update (read_at) on case_message, notice to opaverkad_app;

-- Numbers without gaps. The counter's row lock makes reporters wait for each other, so it is taken at the very end, when the
-- transaction commits (a deferred constraint trigger), and held only for the commit itself.
create function give_number() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
	report_year smallint := extract(year from new.reported_at at time zone 'Europe/Stockholm');
	given integer;
begin
	insert into incident_number as n (municipality_id, year, last) values (new.municipality_id, report_year, 1)
		on conflict (municipality_id, year) do update set last = n.last + 1
		returning last into given;
	update incident set year = report_year, number = given where id = new.id;
	return null;
end $$;
create constraint trigger give_number after insert on incident
	deferrable initially deferred for each row execute function give_number();

-- Told once until it has been read: fifty reports from a unit without a manager are one notice.
create unique index notice_unread on notice (recipient_id, kind, subject_id) where read_at is null;
