-- A lawyer may answer that only a part may leave. Who prepares chooses what goes along, and which words are taken out.
alter table case_police_report add column included text[] check (cardinality(included) <= 2000);
comment on column case_police_report.included is 'What goes along: report, and the ids of additions and files. Null: nobody has chosen, so everything. What comes later waits for a new choice.';
alter table case_police_report add column masked_words text[] not null default '{}' check (cardinality(masked_words) <= 200);
comment on column case_police_report.masked_words is 'Words that are taken out wherever they stand in the package. What was reported stays as it was written.';
grant update (included, masked_words) on case_police_report to opaverkad_app;
