/** What incidents are counted by, and with which codes, in the order they are shown. Labels in messages/. */
import { assessedForms, channels, influencers } from '../incidents/index.ts';

/** The dimensions of statistic_cell besides 'all'. The codes of the two times are those of migration 0004. */
export const codesOf = {
	/** What the employer's assessment says. */
	undueInfluence: ['yes', 'no', 'unclear', 'notAssessed'],
	/** The form by the assessment; before it, the first one that the reporter chose. */
	form: [...assessedForms, 'unsure', 'notStated'],
	channel: [...channels, 'notStated'],
	influencer: [...influencers, 'notStated'],
	/** From report to first contact with the exposed person. */
	firstContact: ['within4h', 'within24h', 'within72h', 'within7d', 'later', 'notYet', 'notStated'],
	/** From report to closed case. */
	closing: ['within7d', 'within30d', 'within90d', 'later', 'open']
} as const;

export type Dimension = keyof typeof codesOf;
export type CodeOf<D extends Dimension> = (typeof codesOf)[D][number];

export const dimensions = Object.keys(codesOf) as Dimension[];
