-- The activity log becomes provable: each entry gets a place in a Merkle tree (RFC 6962), whose root is signed at intervals by a
-- key that is not in the database. Entries are recorded as before, without order and without waiting; a moment later the
-- integrator (src/lib/server/activity-log/integrate.ts) gives them their places, in order and without gaps.

-- Which entries came since last time must be found without reading all: a transaction that is still open when the integrator
-- looks has a number that it looks at again.
alter table activity add column recorded_in xid8 not null default pg_current_xact_id();
comment on column activity.recorded_in is 'The transaction that recorded it. Only to find what has no place in the log yet; not part of what is proved.';
create index on activity (recorded_in);

create table log_leaf (
	leaf_index bigint primary key check (leaf_index >= 0),
	activity_id uuid not null unique,
	salt bytea not null check (length(salt) = 16),
	commitment bytea not null check (length(commitment) = 32)
);
comment on table log_leaf is 'The places of the log: 0, 1, 2 … without gaps. Of the entry, the tree holds only the commitment.';
comment on column log_leaf.commitment is 'SHA-256 of the salt and the entry''s canonical bytes (src/lib/server/activity-log/leaf.ts).';
comment on column log_leaf.salt is 'Without it nobody can guess an entry from its commitment. Removed together with an entry, when that is erased.';

create table log_node (
	level smallint not null check (level > 0 and level % 4 = 0),
	node_index bigint not null check (node_index >= 0),
	hash bytea not null check (length(hash) = 32),
	primary key (level, node_index)
);
comment on table log_node is 'Hashes of complete subtrees of 2^level leaves, at every fourth level, so that roots and proofs need few of them.';

create table log_key (
	number integer generated always as identity primary key,
	key_id text not null unique check (key_id ~ '^[0-9a-f]{8}$'),
	name text not null check (name !~ '[\s+]'),
	public_key bytea not null unique check (length(public_key) = 32),
	from_size bigint not null,
	added_at timestamptz not null
);
comment on table log_key is 'The public keys; the last one signs. The private ones are in a file outside the database (LOG_KEY_FILE).';
comment on column log_key.name is 'Of the log, as checkpoints name it. The same for all keys.';
comment on column log_key.from_size is 'How many entries had a place when this key took over: it signs this size and later ones.';

create table log_checkpoint (
	number bigint generated always as identity primary key,
	size bigint not null check (size >= 0),
	root bytea not null check (length(root) = 32),
	key_id text not null references log_key (key_id),
	note text not null,
	made_at timestamptz not null
);
comment on table log_checkpoint is 'Signed roots of the log at a size (C2SP tlog-checkpoint, signed-note).';
create index on log_checkpoint (size);

create table log_receiver (
	id text primary key,
	kind text not null check (kind in ('file', 'https', 'mail')),
	label text not null,
	delivered_number bigint not null,
	delivered_size bigint,
	delivered_at timestamptz,
	attempts integer not null default 0,
	last_error text check (length(last_error) <= 200),
	next_at timestamptz,
	claimed_until timestamptz,
	seen_at timestamptz not null
);
comment on table log_receiver is 'Who keeps our checkpoints outside the reach of who runs the database, and how far each has come.';
comment on column log_receiver.id is 'SHA-256 of the address, shortened: an address can hold a secret.';
comment on column log_receiver.attempts is 'Failed attempts since the last delivery.';
comment on column log_receiver.claimed_until is 'A process delivers right now.';

create table log_check (
	id uuid primary key,
	started_by uuid not null references person,
	started_at timestamptz not null,
	seen_at timestamptz not null,
	finished_at timestamptz,
	total bigint not null,
	done bigint not null default 0,
	findings jsonb,
	failed boolean not null default false
);
comment on table log_check is 'Checks of the whole log that were asked for on the page.';
comment on column log_check.seen_at is 'When the process that checks last said that it still does.';

create trigger append_only before update or delete on log_leaf for each row execute function refuse_change();
create trigger append_only_truncate before truncate on log_leaf for each statement execute function refuse_change();
create trigger append_only before update or delete on log_node for each row execute function refuse_change();
create trigger append_only_truncate before truncate on log_node for each statement execute function refuse_change();
create trigger append_only before update or delete on log_key for each row execute function refuse_change();
create trigger append_only_truncate before truncate on log_key for each statement execute function refuse_change();
create trigger append_only before update or delete on log_checkpoint for each row execute function refuse_change();
create trigger append_only_truncate before truncate on log_checkpoint for each statement execute function refuse_change();

-- The part of the system that keeps the log: a transaction with this role and without a person. Nobody can be given it.
create function app_keeps_log() returns boolean language sql stable parallel safe
	as $$ select app_has_role('logKeeper') and app_person() is null and app_municipality() is null $$;
create function app_reads_log() returns boolean language sql stable parallel safe
	as $$ select app_keeps_log() or app_has_role('auditor') or app_has_role('dataProtectionOfficer')
		or app_has_role('systemAdministrator') $$;

alter table log_leaf enable row level security;
alter table log_node enable row level security;
alter table log_key enable row level security;
alter table log_checkpoint enable row level security;
alter table log_receiver enable row level security;
alter table log_check enable row level security;
create policy reads_log on log_leaf for select to opaverkad_app using ((select app_reads_log()));
create policy reads_log on log_node for select to opaverkad_app using ((select app_reads_log()));
create policy reads_log on log_key for select to opaverkad_app using ((select app_reads_log()));
create policy reads_log on log_checkpoint for select to opaverkad_app using ((select app_reads_log()));
create policy reads_log on log_receiver for select to opaverkad_app using ((select app_reads_log()));
create policy reads_log on log_check for select to opaverkad_app using ((select app_reads_log()));
create policy keeps_log on log_receiver for all to opaverkad_app
	using ((select app_keeps_log())) with check ((select app_keeps_log()));
create policy keeps_log on log_check for all to opaverkad_app
	using ((select app_keeps_log())) with check ((select app_keeps_log()));
-- not the salt: with it, whoever guesses an entry right could know it
grant select (leaf_index, activity_id, commitment) on log_leaf to opaverkad_app;
grant select on log_node, log_key, log_checkpoint, log_receiver, log_check to opaverkad_app;
grant insert, update on log_receiver, log_check to opaverkad_app;

-- Appending, in order and one at a time over all processes. These are the only ways in.
create function log_lock() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if not app_keeps_log() then raise exception 'only the keeper of the log' using errcode = 'insufficient_privilege'; end if;
	perform pg_advisory_xact_lock(7702028);
end $$;
revoke all on function log_lock() from public;

-- leaves: 64 bytes each: id 16, salt 16, commitment 32. hashes: 32 bytes each.
create function log_append(first bigint, leaves bytea, levels smallint[], indexes bigint[], hashes bytea) returns bigint
	language plpgsql security definer set search_path = public, pg_temp as $$
declare added bigint;
begin
	perform log_lock();
	if first is distinct from (select coalesce(max(leaf_index) + 1, 0) from log_leaf) then
		raise exception 'the log continues elsewhere' using errcode = 'serialization_failure';
	end if;
	insert into log_leaf (leaf_index, activity_id, salt, commitment)
		select first + i, encode(substr(leaves, i * 64 + 1, 16), 'hex')::uuid,
			substr(leaves, i * 64 + 17, 16), substr(leaves, i * 64 + 33, 32)
		from generate_series(0, length(leaves) / 64 - 1) as i;
	get diagnostics added = row_count;
	insert into log_node (level, node_index, hash)
		select l, n, substr(hashes, (i::integer - 1) * 32 + 1, 32)
		from unnest(levels, indexes) with ordinality as t (l, n, i);
	return added;
end $$;
revoke all on function log_append(bigint, bytea, smallint[], bigint[], bytea) from public;
grant execute on function log_append(bigint, bytea, smallint[], bigint[], bytea) to opaverkad_app;

-- The first key when there is none; later ones by `npm run log:rotate-key`. False: somebody else was first.
create function log_add_key(previous text, id text, log_name text, key bytea, size bigint, at timestamptz) returns boolean
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform log_lock();
	if previous is distinct from (select key_id from log_key order by number desc limit 1) then return false; end if;
	insert into log_key (key_id, name, public_key, from_size, added_at) values (id, log_name, key, size, at);
	return true;
end $$;
revoke all on function log_add_key(text, text, text, bytea, bigint, timestamptz) from public;
grant execute on function log_add_key(text, text, text, bytea, bigint, timestamptz) to opaverkad_app;

create function log_add_checkpoint(checkpoint_size bigint, checkpoint_root bytea, key text, signed text, at timestamptz) returns void
	language plpgsql security definer set search_path = public, pg_temp as $$
begin
	perform log_lock();
	if key is distinct from (select key_id from log_key order by number desc limit 1) then
		raise exception 'another key signs this log' using errcode = 'object_not_in_prerequisite_state';
	end if;
	if checkpoint_size > (select coalesce(max(leaf_index) + 1, 0) from log_leaf)
		or checkpoint_size < (select coalesce(max(size), 0) from log_checkpoint) then
		raise exception 'a checkpoint of another size than the log' using errcode = 'serialization_failure';
	end if;
	insert into log_checkpoint (size, root, key_id, note, made_at)
		values (checkpoint_size, checkpoint_root, key, signed, at);
end $$;
revoke all on function log_add_checkpoint(bigint, bytea, text, text, timestamptz) from public;
grant execute on function log_add_checkpoint(bigint, bytea, text, text, timestamptz) to opaverkad_app;

-- A key that takes over is an entry of the log, in every municipality: each data protection officer sees it.
create function log_record_key(entry_action text, entry_details jsonb, recorded_at timestamptz) returns integer
	language plpgsql security definer set search_path = public, pg_temp as $$
declare added integer;
begin
	perform log_lock();
	insert into activity (id, municipality_id, at, action, subject_kind, details)
		select gen_random_uuid(), id, recorded_at, entry_action, 'log', entry_details from unit where level = 'municipality';
	get diagnostics added = row_count;
	return added;
end $$;
revoke all on function log_record_key(text, jsonb, timestamptz) from public;
grant execute on function log_record_key(text, jsonb, timestamptz) to opaverkad_app;

-- Entries as they are committed to. Not for the application: row-level security would ask of each entry whether its case is one's
-- own, so the two functions below read with the owner's rights, and say themselves who gets what.
create view log_entry as
	select id, municipality_id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, actor_id, session_id,
		address, role, on_behalf_of_id, action, subject_kind, subject_id, details, recorded_in, at as recorded_at
	from activity;

-- Entries without a place, in the order in which they get one: to the keeper all, to the data protection officer those of the
-- municipality. since: those of earlier transactions are known to have a place; null: look at all.
create function log_unplaced(since xid8, most integer) returns setof log_entry
	language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan
	as $$
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
begin
	if since is null then
		return query select e.* from log_entry e
			where (sees_all or e.municipality_id = own)
				and not exists (select from log_leaf l where l.activity_id = e.id)
			order by e.recorded_at, e.id limit most;
	else
		-- numbers that this server has not come to yet are of the server that a backup was made on. `offset 0`: look each one up,
		-- whatever the statistics say; otherwise the whole log could be read every second
		return query select e.* from log_entry e
			where e.recorded_in >= since and e.recorded_in < pg_snapshot_xmax(pg_current_snapshot())
				and (sees_all or e.municipality_id = own)
				and not exists (select from log_leaf l where l.activity_id = e.id offset 0)
			order by e.recorded_at, e.id limit most;
	end if;
end $$;
revoke all on function log_unplaced(xid8, integer) from public;
grant execute on function log_unplaced(xid8, integer) to opaverkad_app;

-- The leaves from a place on, with what each reader may have: entry and salt to the keeper, and to the data protection officer of
-- its municipality. elsewhere: the entry exists, but is another municipality's.
create function log_leaves(first bigint, most integer)
	returns table (leaf_index bigint, activity_id uuid, commitment bytea, salt bytea, elsewhere boolean,
		id uuid, municipality_id uuid, at text, actor_id uuid, session_id uuid, address text, role text, on_behalf_of_id uuid,
		action text, subject_kind text, subject_id uuid, details jsonb)
	language plpgsql stable security definer set search_path = public, pg_temp
	as $$
#variable_conflict use_column
declare
	sees_all boolean := app_keeps_log();
	own uuid := case when app_has_role('dataProtectionOfficer') then app_municipality() end;
begin
	if not app_reads_log() then return; end if;
	return query
		select l.leaf_index, l.activity_id, l.commitment, case when e.id is not null then l.salt end,
			e.id is null and exists (select from activity a
				where a.id = l.activity_id and a.municipality_id is distinct from app_municipality()),
			e.id, e.municipality_id, e.at, e.actor_id, e.session_id, e.address, e.role, e.on_behalf_of_id,
			e.action, e.subject_kind, e.subject_id, e.details
		from log_leaf l
			left join log_entry e on e.id = l.activity_id and (sees_all or e.municipality_id = own)
		where l.leaf_index >= first and l.leaf_index < first + most
		order by l.leaf_index;
end $$;
revoke all on function log_leaves(bigint, integer) from public;
grant execute on function log_leaves(bigint, integer) to opaverkad_app;

-- The entry by which a key takes over, and whether it has its place yet. For whoever changes the key.
create function log_key_entry(key text) returns table (is_placed boolean)
	language sql stable security definer set search_path = public, pg_temp
	as $$
		select exists (select from log_leaf l where l.activity_id = a.id) from activity a
		where app_keeps_log() and a.action in ('log.keyRotated', 'log.keyReplaced') and a.details ->> 'publicKey' = key
		order by 1 limit 1
	$$;
revoke all on function log_key_entry(text) from public;
grant execute on function log_key_entry(text) to opaverkad_app;
