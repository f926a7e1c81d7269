-- Evidence: files that belong to a case. What is in them lies outside the database, sealed (src/lib/server/documents); here is what
-- they are, how they stand, and who has had them.

-- The system itself, when it looks a file through or wraps its key anew: every file, and nothing else.
create function app_keeps_files() returns boolean
	language sql stable parallel safe
	as $$ select app_has_role('fileKeeper') and app_person() is null and app_municipality() is null $$;

create table attachment (
	id uuid primary key,
	municipality_id uuid not null references unit,
	case_id uuid not null references case_file,
	from_reporter boolean not null,
	added_by uuid not null references person,
	added_at timestamptz not null,
	name text check (length(name) between 1 and 200),
	media_type text not null check (length(media_type) between 1 and 100),
	size_bytes bigint not null check (size_bytes > 0),
	sha256 bytea not null check (length(sha256) = 32),
	original_key bytea not null,
	state text not null default 'scanning' check (state in ('scanning', 'ready', 'quarantined', 'sealed')),
	scan text check (scan in ('notScanned', 'clean', 'found', 'unreachable', 'limit')),
	virus text check (length(virus) <= 200),
	scanned_at timestamptz,
	copy_file text,
	copy_key bytea,
	copy_type text,
	copy_problem text check (copy_problem in ('noTool', 'unreadable', 'notNeeded')),
	source_url text check (length(source_url) <= 2000),
	source_seen_at timestamptz,
	source_note text check (length(source_note) <= 1000),
	sealed_by uuid references person,
	sealed_at timestamptz,
	seal_reason text check (length(seal_reason) between 1 and 1000),
	check ((copy_file is null) = (copy_key is null) and (copy_file is null) = (copy_type is null)),
	check (state <> 'sealed' or (sealed_by is not null and sealed_at is not null and seal_reason is not null))
);
create index on attachment (case_id, added_at, id);
create index on attachment (added_at) where state = 'scanning';

comment on table attachment is 'A file of a case. Never deleted by a user: evidence. What it contains is in the storage, under its id.';
comment on column attachment.from_reporter is 'Added by who reported it or was exposed, and not by staff. With a hidden name, only those who handle the case see it.';
comment on column attachment.name is 'As it was called, without what could mislead. May tell who sent it.';
comment on column attachment.sha256 is 'Of the original, as it arrived.';
comment on column attachment.original_key is 'The key of the original, wrapped by the master key, which is not in the database.';
comment on column attachment.scan is 'What the virus scanner said last. Null: not asked yet.';
comment on column attachment.copy_file is 'The copy without metadata, in the storage. Null: there is none, and copy_problem says why.';

create table attachment_custody (
	id uuid primary key,
	municipality_id uuid not null references unit,
	attachment_id uuid not null references attachment,
	at timestamptz not null,
	person_id uuid references person,
	role text,
	on_behalf_of_id uuid references person,
	what text not null check (what in ('added', 'cleared', 'quarantined', 'opened', 'exportedCopy', 'exportedOriginal', 'sealed'))
);
create index on attachment_custody (attachment_id, at, id);
comment on table attachment_custody is 'Who has had a file, when, and what they did with it. Append only; the activity log says the same, provably.';
comment on column attachment_custody.person_id is 'Null: the system itself.';
create trigger append_only before delete or update on attachment_custody for each row execute function refuse_change();
create trigger append_only_truncate before truncate on attachment_custody for each statement execute function refuse_change();

-- Rights -------------------------------------------------------------------------------------------------------------------------
alter table attachment enable row level security;
alter table attachment_custody enable row level security;
grant select, insert on attachment to opaverkad_app;
grant update (original_key, state, scan, virus, scanned_at, copy_file, copy_key, copy_type, copy_problem, sealed_by, sealed_at,
	seal_reason) on attachment to opaverkad_app;
grant select, insert on attachment_custody to opaverkad_app;

create policy staff_reads on attachment for select to opaverkad_app using (
	municipality_id = (select app_municipality())
	and exists (select from case_file c where c.id = case_id and app_reads_notes(c)
		and (not from_reporter or app_handles_case(c)
			or not (select i.hide_name from incident i where i.id = c.incident_id))));
create policy own on attachment for select to opaverkad_app using (
	from_reporter and added_by = (select app_person()));
create policy staff_adds on attachment for insert to opaverkad_app with check (
	municipality_id = (select app_municipality()) and added_by = (select app_person()) and not from_reporter
	and state = 'scanning'
	and exists (select from case_file c where c.id = case_id and app_reads_notes(c)));
create policy own_adds on attachment for insert to opaverkad_app with check (
	municipality_id = (select app_municipality()) and added_by = (select app_person()) and from_reporter
	and state = 'scanning'
	and exists (select from case_file c where c.id = case_id
		and (c.reporter_id = (select app_person()) or c.affected_person_id = (select app_person()))));
create policy seals on attachment for update to opaverkad_app
	using (exists (select from case_file c where c.id = case_id and app_handles_case(c)))
	with check (state = 'sealed' and sealed_by = (select app_person()));
create policy keeper_reads on attachment for select to opaverkad_app using ((select app_keeps_files()));
create policy keeper_changes on attachment for update to opaverkad_app using ((select app_keeps_files()));

create policy through_attachment on attachment_custody for select to opaverkad_app using (
	exists (select from attachment a where a.id = attachment_id));
create policy append_own on attachment_custody for insert to opaverkad_app with check (
	municipality_id = (select app_municipality()) and person_id = (select app_person())
	and exists (select from attachment a where a.id = attachment_id));
create policy keeper_appends on attachment_custody for insert to opaverkad_app with check (
	(select app_keeps_files()) and person_id is null);

-- How many files a case has, whoever asks that may know the case or reported it: also those that they may not see.
create function count_attachments(wanted uuid) returns integer
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select count(*)::integer from attachment a join case_file c on c.id = a.case_id
		where a.case_id = wanted and c.municipality_id = app_municipality()
			and (app_reads_case(c) or c.reporter_id = app_person() or c.affected_person_id = app_person())
	$$;
revoke all on function count_attachments(uuid) from public;
grant execute on function count_attachments(uuid) to opaverkad_app;

-- What waits to be looked through is tried again every minute.
select pgboss.create_queue('files.lookThrough',
	'{"policy": "standard", "retryLimit": 0, "expireInSeconds": 900, "retentionSeconds": 3600, "deleteAfterSeconds": 600}');
