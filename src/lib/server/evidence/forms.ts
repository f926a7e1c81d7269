import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { date, localInstant, time } from '../platform/form-parts.ts';
import { line, longText, required } from '../platform/http-form.ts';

const webAddress = v.pipe(
	line(2000),
	v.check((text) => text === null || (/^https?:\/\//i.test(text) && URL.canParse(text)), 'badWebAddress')
);

/** What is said with a file, for what was seen in social media: where, when, by what account. Nothing of it is required. */
export function aboutSchema(now: Temporal.Instant) {
	return v.pipe(
		v.object({ sourceUrl: webAddress, seenDate: date, seenTime: time, sourceNote: longText(1000) }),
		v.transform(({ seenDate, seenTime, ...rest }) => ({ ...rest, seenAt: seenAt(seenDate, seenTime, now) })),
		v.forward(
			v.check(
				({ seenAt }) => seenAt === null || Temporal.Instant.compare(seenAt, now.add({ minutes: 10 })) <= 0,
				'future'
			),
			['seenDate'] as never
		)
	);
}
export type AboutFile = v.InferOutput<ReturnType<typeof aboutSchema>>;

/** Neither day nor time: not said. */
function seenAt(
	date: Temporal.PlainDate | null,
	time: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant | null {
	return date === null && time === null ? null : localInstant(date, time, now);
}

/** Sealing a file that was added by mistake. The reason stays. */
export const sealSchema = v.object({ sealReason: required(longText(1000)) });
export type SealInput = v.InferOutput<typeof sealSchema>;
