import { Temporal } from 'temporal-polyfill';
import { daysOf, type SupportAnswer, type SupportStep } from '../aftercare/index.ts';
import { addWorkingDays } from '../platform/working-days.ts';
import { officeMoment } from './calendar.ts';
import type { DemoHandling } from './handling.ts';
import type { Random } from './random.ts';

/** What a reporter says to 'Fick du stöd?', a week or a month after the report. */
export interface DemoSupportAnswer {
	step: SupportStep;
	answer: SupportAnswer;
	wantsContact: boolean;
	words: string | null;
	/** ISO instant. */
	at: string;
}

/** Ordinary words for each answer. Nobody's name. */
const words: Record<SupportAnswer, readonly string[]> = {
	yes: [
		'Chefen ringde samma dag och frågade hur jag mådde. Det betydde mycket.',
		'Jag fick prata om det direkt, och vi bestämde hur nästa möte skulle gå till.'
	],
	partly: [
		'Bra samtal, men jag fick inte veta vad som hände sedan.',
		'Jag fick stöd när jag själv frågade efter det.'
	],
	no: [
		'Det dröjde så länge att jag redan hade lagt det bakom mig.',
		'Ingen frågade hur det hade gått för mig.'
	]
};

/** Six in ten answer. Most who were contacted the next day were supported, and few of those who were not. Undefined: no answer. */
export function drawSupportAnswer(
	random: Random,
	reportedAt: string,
	handling: DemoHandling | null,
	now: string
): DemoSupportAnswer | undefined {
	if (!random.chance(0.6)) return undefined;
	const step = random.pickWeighted(['week', 'month'] as const, (one) => (one === 'week' ? 7 : 3));
	const asked = daysOf(Temporal.Instant.from(reportedAt))[step];
	const at = officeMoment(random, addWorkingDays(asked, random.integer(0, 3)));
	if (at >= now) return undefined;
	const contactedAt = handling?.firstContactAt;
	const hours = contactedAt
		? Temporal.Instant.from(reportedAt).until(Temporal.Instant.from(contactedAt)).total('hours')
		: Infinity;
	const weights = hours <= 36 ? [66, 26, 8] : [26, 38, 36];
	const answer = random.pickWeighted(['yes', 'partly', 'no'] as const, (_, index) => weights[index]!);
	return {
		step,
		answer,
		wantsContact: false,
		words: random.chance(0.3) ? random.pick(words[answer]) : null,
		at
	};
}
