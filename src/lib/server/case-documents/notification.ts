/**
 * Notifications of a work injury (SFB 42 kap. 10 §, 'omedelbart') and of a serious incident (AML 3 kap. 3 a §, 'utan dröjsmål').
 * Both are made by hand on anmalarbetsskada.se: no API is known. The field list of that form could not be read for this project,
 * so these are ordinary facts in an ordinary order. Checked November 2026.
 */

export const notificationKinds = ['workInjury', 'seriousIncident'] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** The headings of the summary, in its order. */
export const notificationParts = [
	'employer',
	'workplace',
	'person',
	'when',
	'event',
	'consequence',
	'after'
] as const;
export type NotificationPart = (typeof notificationParts)[number];

interface Field {
	part: NotificationPart;
	/** Absent: both kinds ask for it. */
	only?: NotificationKind;
	isLong?: true;
	/** Stays the same from case to case: proposed from the last one. */
	isLasting?: true;
}

const fields = {
	employerName: { part: 'employer' },
	organisationNumber: { part: 'employer', isLasting: true },
	employerAddress: { part: 'employer', isLasting: true },
	contactName: { part: 'employer' },
	contactPhone: { part: 'employer' },
	workplaceName: { part: 'workplace' },
	workplaceAddress: { part: 'workplace' },
	injuredName: { part: 'person' },
	occupation: { part: 'person' },
	employmentForm: { part: 'person' },
	happenedOn: { part: 'when' },
	happenedAt: { part: 'when' },
	place: { part: 'when' },
	activity: { part: 'event', isLong: true },
	event: { part: 'event', isLong: true },
	couldHaveLedTo: { part: 'consequence', only: 'seriousIncident', isLong: true },
	exposedCount: { part: 'consequence', only: 'seriousIncident' },
	injury: { part: 'consequence', only: 'workInjury', isLong: true },
	absence: { part: 'consequence', only: 'workInjury' },
	measures: { part: 'after', isLong: true },
	safetyRepresentative: { part: 'after' }
} as const satisfies Record<string, Field>;

export type NotificationField = keyof typeof fields;
/** What stands in the fields; absent when nobody knows it yet. */
export type NotificationAnswers = Partial<Record<NotificationField, string>>;

/** The fields that a kind asks for, in the order of the summary. */
export function fieldsFor(
	kind: NotificationKind
): { name: NotificationField; part: NotificationPart; isLong: boolean }[] {
	return (Object.entries(fields) as [NotificationField, Field][])
		.filter(([, { only }]) => only === undefined || only === kind)
		.map(([name, { part, isLong = false }]) => ({ name, part, isLong }));
}

/** The fields whose answer is proposed from the last notification that the actor may read. */
export const lastingFields = (Object.entries(fields) as [NotificationField, Field][]).flatMap(
	([name, { isLasting }]) => (isLasting ? [name] : [])
);

/** What is kept as answers: only known fields of the kind, only what says something. */
export function answersFrom(
	kind: NotificationKind,
	values: Record<string, string | null>
): NotificationAnswers {
	return Object.fromEntries(
		fieldsFor(kind).flatMap(({ name }) => {
			const text = values[name]?.trim();
			return text ? [[name, text]] : [];
		})
	);
}

/** Each field with its answer: what was saved, else what the case says. */
export function filledFields(
	kind: NotificationKind,
	saved: NotificationAnswers | null,
	fromCase: NotificationAnswers
) {
	return fieldsFor(kind).map((field) => ({
		...field,
		// once saved, an emptied field stays empty: the handler took it away
		value: (saved ?? fromCase)[field.name] ?? null
	}));
}

/**
 * What a copy says. The injured person's is whole. The safety representative's leaves out the name when the person asked to be
 * named only to those who handle the case.
 */
export function copyFor(
	as: 'injuredPerson' | 'safetyRepresentative',
	answers: NotificationAnswers,
	{ hideName }: { hideName: boolean }
): NotificationAnswers {
	if (as === 'injuredPerson' || !hideName) return answers;
	const { injuredName: _name, ...rest } = answers;
	return rest;
}
