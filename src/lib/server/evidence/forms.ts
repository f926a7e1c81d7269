import { Temporal } from 'temporal-polyfill';
import * as v from 'valibot';
import { line, longText, required } from '../platform/http-form.ts';
import { parseSwedishDate } from '../platform/swedish-dates.ts';
import { zone } from '../platform/working-days.ts';

const webAddress = v.pipe(
	line(2000),
	v.check((text) => text === null || (/^https?:\/\//i.test(text) && URL.canParse(text)), 'badWebAddress')
);
const date = v.pipe(
	line(40),
	v.check((text) => text === null || parseSwedishDate(text) !== null, 'badDate'),
	v.transform((text) => (text === null ? null : parseSwedishDate(text)))
);
const time = v.pipe(
	line(8),
	v.check((text) => text === null || /^([01]?\d|2[0-3])[:.][0-5]\d(:[0-5]\d)?$/.test(text), 'badDate'),
	v.transform((text) =>
		text === null ? null : Temporal.PlainTime.from(text.replace('.', ':').padStart(5, '0'))
	)
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

/** A time without a day is today's; a day without a time is its noon, or now. */
function seenAt(
	date: Temporal.PlainDate | null,
	time: Temporal.PlainTime | null,
	now: Temporal.Instant
): Temporal.Instant | null {
	if (date === null && time === null) return null;
	const today = now.toZonedDateTimeISO(zone).toPlainDate();
	if (time === null && date?.equals(today)) return now;
	return (date ?? today).toZonedDateTime({ timeZone: zone, plainTime: time ?? '12:00' }).toInstant();
}

/** Sealing a file that was added by mistake. The reason stays. */
export const sealSchema = v.object({ sealReason: required(longText(1000)) });
export type SealInput = v.InferOutput<typeof sealSchema>;
