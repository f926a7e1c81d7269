-- A worker that died leaves its mail to wait again, also where the recipient has another one that waits: at most two, for a moment.
drop index notice_mail_unsent;
create index on notice_mail (recipient_id) where state = 'waiting';

-- How long read notices are kept is the municipality's choice, and the courier forgets them.
create policy courier_reads on setting for select to opaverkad_app
	using (key = 'noticeDays' and (select is_courier()));
