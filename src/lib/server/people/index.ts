export { may as mayPeople } from './access.ts';
export { changePerson, createPerson, endRole, giveRole, markAsLeft, protect, takeBack } from './commands.ts';
export { endRoleSchema, personSchema, roleSchema, searchSchema } from './forms.ts';
export type { PeopleOutcome, PeopleProblem } from './refusals.ts';
export { readPeopleFilter, type PeopleState } from './search.ts';
export { countGaps, previewRole, viewGaps, viewNewPerson, viewPeople, viewPerson } from './views.ts';
