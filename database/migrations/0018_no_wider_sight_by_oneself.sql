-- Nobody gives themselves a role; nor the same thing by another way: an administrator who also reads cases at a unit, or sees who is
-- protected there, does not move units or people below it. Somebody else who administers does.

create function refuse_wider_own_sight() returns trigger language plpgsql as $$
declare own uuid[] := app_case_units() || app_units('deputy_case_units');
begin
	if new.path && own and not old.path && own then
		raise exception 'nobody moves a unit to where they see its cases' using errcode = 'insufficient_privilege';
	end if;
	return new;
end $$;
create trigger not_into_own_sight before update of path on unit for each row
	when (old.path is distinct from new.path) execute function refuse_wider_own_sight();

-- As in 0008, and not to where the actor would see who they are.
create or replace function change_hidden_person(wanted uuid, new_unit uuid, active boolean) returns boolean
	language plpgsql security definer set search_path = public, pg_temp
	as $$
begin
	update person p set unit_id = new_unit, is_active = active
	where p.id = wanted and p.id in (select h.id from hidden_people() h)
		and exists (select from unit u where u.id = new_unit and u.municipality_id = app_municipality()
			and not u.path && app_units('protected_units'));
	return found;
end $$;

-- A link lets whoever holds it in as the person. For somebody whose data are protected it is not made by who may not see them; one
-- that was made before can only be taken back.
drop policy administrators on account_link;
create policy administrators_see on account_link for select to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_take_back on account_link for delete to opaverkad_app
	using (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator')));
create policy administrators_make on account_link for insert to opaverkad_app
	with check (municipality_id = (select app_municipality()) and (select app_has_role('systemAdministrator'))
		and created_by = (select app_person()) and is_colleague(person_id)
		and person_id <> all ((select app_hidden_people())::uuid[]));
