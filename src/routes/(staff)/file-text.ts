/** How pages speak of a file. */
import type { InLanguage } from '#lib/in-language.ts';
import { m } from '#lib/paraglide/messages.js';
import { nameText } from '#lib/person-text.ts';
import type { AttachmentState } from '#lib/server/documents/index.ts';
import type { FileLine } from '#lib/server/evidence/index.ts';

export const fileTones = {
	scanning: 'warning',
	ready: 'success',
	quarantined: 'danger',
	sealed: 'neutral'
} as const satisfies Record<AttachmentState, string>;

export function fileName({ state, name }: FileLine, language: InLanguage = {}): string {
	if (state === 'sealed') return m.evidence_sealed_name({}, language);
	return name ?? m.evidence_nameless({}, language);
}

/** Why a file cannot be opened; null when it can. */
export function stateText({ state, scan, sealed }: FileLine, language: InLanguage = {}): string | null {
	if (state === 'quarantined') return m.evidence_state_text_quarantined({}, language);
	if (state === 'scanning') {
		return scan === 'unreachable' || scan === 'limit'
			? m[`evidence_state_text_${scan}`]({}, language)
			: m.evidence_state_text_scanning({}, language);
	}
	return sealed
		? m.evidence_sealed_text(
				{ when: sealed.atText, name: nameText(sealed.by, language), reason: sealed.reason },
				language
			)
		: null;
}
