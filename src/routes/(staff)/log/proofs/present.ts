import {
	describeFinding,
	describeRemark,
	type ProofAnswer,
	type ProofsView
} from '#lib/server/activity-log/index.ts';
import { formatDateTime, formatDuration, type DateLocale } from '#lib/server/platform/swedish-dates.ts';
import { m } from '#lib/paraglide/messages.js';

/** The page's words and numbers, as people read them. */
export function presentProofs(view: ProofsView, locale: DateLocale) {
	const number = new Intl.NumberFormat(locale === 'sv' ? 'sv-SE' : 'en-GB');
	const count = (value: number) => number.format(value);
	const { entries, last, check } = view;
	const age = last && formatAge(last.ageSeconds, locale);
	const detailOf = ({ state, lastError, nextAt, waiting }: ProofsView['receivers'][number]) => {
		if (state === 'retired') return '';
		if (lastError !== null) {
			const when = nextAt ? formatDateTime(nextAt, locale) : m.proofs_soon();
			return m.proofs_failing({ error: lastError, when });
		}
		return waiting > 0 ? m.proofs_waiting({ count: count(waiting) }) : '';
	};
	return {
		isEmpty: entries === 0,
		problem: view.problem && m[`proofs_problem_${view.problem}`](),
		figures: [
			{ label: m.proofs_entries(), value: count(entries) },
			{
				label: m.proofs_last(),
				value: age ?? m.proofs_none_yet(),
				...(last && {
					note: m.proofs_last_note({ when: formatDateTime(last.madeAt, locale), size: count(last.size) })
				})
			},
			{ label: m.proofs_not_covered(), value: count(entries - (last?.size ?? 0)) }
		],
		receivers: view.receivers.map((one) => ({
			label: one.label,
			kind: m[`proofs_kind_${one.kind as 'file' | 'https' | 'mail'}`](),
			state: m[`proofs_state_${one.state}`](),
			tone: tones[one.state],
			delivered:
				one.deliveredAt && one.deliveredSize !== null
					? m.proofs_delivered({
							when: formatDateTime(one.deliveredAt, locale),
							size: count(one.deliveredSize)
						})
					: m.proofs_delivered_never(),
			detail: detailOf(one)
		})),
		keys: view.keys.map((key) => ({
			line: key.line,
			since: m.proofs_key_since({ size: count(key.fromSize), when: formatDateTime(key.addedAt, locale) }),
			isCurrent: key.isCurrent
		})),
		choices: view.checkpoints.map(({ size, madeAt }) => ({
			value: String(size),
			label: m.proofs_checkpoint({ size: count(size), when: formatDateTime(madeAt, locale) })
		})),
		check: check && {
			state: check.state,
			heading:
				check.state === 'finished'
					? check.findings.length === 0
						? m.proofs_full_holds()
						: m.proofs_full_fails({ count: count(check.findings.length) })
					: m[`proofs_full_${check.state}`](),
			text:
				check.state === 'finished'
					? m.proofs_full_done({
							count: count(check.done),
							when: formatDateTime(check.finishedAt ?? check.startedAt, locale)
						})
					: m.proofs_full_progress({
							done: count(check.done),
							total: count(check.total),
							when: formatDateTime(check.startedAt, locale)
						}),
			done: check.done,
			total: check.total,
			findings: check.findings.map((finding) => describeFinding(finding, locale)),
			remarks: check.remarks.map((remark) => describeRemark(remark, locale))
		},
		may: view.may
	};
}

const tones = {
	delivered: 'success',
	waiting: 'info',
	failing: 'danger',
	never: 'warning',
	retired: 'neutral'
} as const;

function formatAge(seconds: number, locale: DateLocale): string {
	if (seconds < 60) return m.proofs_just_now();
	const age =
		seconds < 48 * 3600
			? formatDuration({ hours: seconds / 3600 }, locale)
			: formatDuration({ days: Math.floor(seconds / 86_400) }, locale);
	return m.proofs_ago({ age });
}

/** The answer to 'check now', in sentences. */
export function presentAnswer(answer: ProofAnswer, locale: DateLocale) {
	const count = (value: number) => value.toLocaleString(locale === 'sv' ? 'sv-SE' : 'en-GB');
	const sizes = { from: count(answer.from), to: count(answer.to) };
	const { entry } = answer;
	const lines = [m[`proofs_answer_${answer.consistency}`](sizes)];
	if (entry) {
		const place = { index: count(entry.index), size: sizes.to };
		lines.push(m[`proofs_entry_${entry.inclusion}`](place));
		if (entry.isUnchanged !== null) {
			lines.push(entry.isUnchanged ? m.proofs_entry_unchanged() : m.proofs_entry_changed());
		}
	}
	const isGood =
		answer.consistency === 'holds' &&
		(!entry ||
			((entry.inclusion === 'holds' || entry.inclusion === 'notCovered') && entry.isUnchanged !== false));
	return { isGood, lines };
}
