import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findTopics } from '../../text-hints/index.ts';
import { advice, adviceFor, mostAdvice, type AdviceFacts } from './advice.ts';
import { allSubforms, channels, forms, influencers } from './taxonomy.ts';

const nothing: AdviceFacts = {
	forms: [],
	subforms: [],
	channel: null,
	influencer: null,
	topics: [],
	inDanger: null,
	injury: null,
	weapon: null,
	fearedForLife: null
};
const general = ['talkToSomebody'];
const specific = (facts: Partial<AdviceFacts>) =>
	adviceFor({ ...nothing, ...facts }).filter((code) => !general.includes(code));

const texts = Object.fromEntries(
	(['sv', 'en'] as const).map((locale) => [
		locale,
		JSON.parse(readFileSync(`messages/${locale}/advice.json`, 'utf8')) as Record<string, string>
	])
);

test.each(forms)('somebody who chose the type %s gets advice made for it', (form) => {
	expect(specific({ forms: [form] })).not.toEqual([]);
});

test.each(channels)('somebody who was reached by %s gets advice made for it', (channel) => {
	expect(specific({ channel })).not.toEqual([]);
});

test.each(forms.flatMap((form) => channels.map((channel) => [form, channel] as const)))(
	'%s by %s: at most six pieces, each once, ending with a person to talk to',
	(form, channel) => {
		const given = adviceFor({ ...nothing, forms: [form], channel });
		expect(given.length).toBeLessThanOrEqual(mostAdvice);
		expect(new Set(given).size).toBe(given.length);
		expect(given.at(-1)).toBe('talkToSomebody');
	}
);

test('however much happened at once, what is most urgent comes first and it stays readable', () => {
	const given = adviceFor({
		...nothing,
		forms: [...forms],
		subforms: [...allSubforms],
		channel: 'socialMedia',
		influencer: 'manager',
		topics: ['threat', 'weapon', 'socialMedia', 'suicide'],
		inDanger: true,
		injury: 'yes',
		weapon: 'yes',
		fearedForLife: 'yes'
	});
	expect(given).toHaveLength(mostAdvice);
	expect(given.slice(0, 3)).toEqual(['callEmergency', 'suicideRoutine', 'tellManagerToday']);
});

describe('what somebody needs to hear', () => {
	test.each([
		['in danger now: 112', { inDanger: true }, 'callEmergency'],
		['a weapon: 112', { weapon: 'yes' }, 'callEmergency'],
		['feared for their life: a manager, today', { fearedForLife: 'yes' }, 'tellManagerToday'],
		['hurt in body or mind: say so', { injury: 'unsure' }, 'sayIfInjured'],
		['a message on the voicemail: keep it', { channel: 'voicemail' }, 'saveVoicemail'],
		['an sms: keep it', { channel: 'sms' }, 'saveSms'],
		['exposed in social media: screenshots', { channel: 'socialMedia' }, 'saveScreenshots'],
		['at home visits: not alone', { channel: 'homeVisit' }, 'notAlone'],
		['a gift or an offer: decline and write down', { forms: ['corruption'] }, 'declineOffer'],
		[
			'a suicide threat as pressure: the routine',
			{ subforms: ['suicideThreatAsPressure'] },
			'suicideRoutine'
		],
		['not sure: need not know', { forms: ['unsure'] }, 'needNotKnow']
	] as const)('%s', (_, facts, code) => {
		expect(specific(facts as Partial<AdviceFacts>)).toContain(code);
	});

	test.each(['manager', 'electedRepresentative', 'colleague'] as const)(
		'about a %s: there is another way too',
		(influencer) => {
			expect(specific({ influencer })).toContain('whistleblowing');
		}
	);

	test('the words are read as well: somebody who writes of suicide gets the routine without choosing anything', () => {
		const topics = findTopics(
			'Mamman lämnade ett röstmeddelande: då tar hon livet av sig och det är mitt fel.'
		);
		expect(specific({ topics })).toContain('suicideRoutine');
	});

	test('nobody in danger, no weapon: 112 is not shouted at everybody', () => {
		expect(
			specific({ forms: ['harassment'], channel: 'phone', inDanger: false, weapon: 'no' })
		).not.toContain('callEmergency');
	});

	test.each(influencers)('a %s never gives empty advice', (influencer) => {
		expect(adviceFor({ ...nothing, influencer })).not.toEqual([]);
	});
});

describe.each(['sv', 'en'])('the words of the advice (%s)', (locale) => {
	const words = texts[locale]!;

	test('every piece has words, and no words are left over', () => {
		const spoken = Object.keys(words).filter((name) => name.startsWith('advice_'));
		expect(spoken.sort()).toEqual(
			Object.keys(advice)
				.map((code) => `advice_${code}`)
				.sort()
		);
	});

	test('no number is given but 112 and 114 14, no address on the web, no law by paragraph', () => {
		const all = Object.values(words)
			.join('\n')
			.replace(/"\$schema".*/, '')
			.replace(/https:\/\/inlang\S*/, '');
		expect([...new Set(all.match(/\d[\d ]*\d/g))].sort()).toEqual(['112', '114 14']);
		expect(all).not.toMatch(/www\.|https?:|§|\.se\b/);
	});

	test('nothing is promised and nobody is blamed', () => {
		expect(Object.values(words).join('\n')).not.toMatch(
			/garanter|alltid säker|borde ha|guarantee|should have/i
		);
	});
});
