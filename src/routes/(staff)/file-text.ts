/** How pages speak of a file. */
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

export function fileName({ state, name }: FileLine): string {
	if (state === 'sealed') return m.evidence_sealed_name();
	return name ?? m.evidence_nameless();
}

/** Why a file cannot be opened; null when it can. */
export function stateText({ state, scan, sealed }: FileLine): string | null {
	if (state === 'quarantined') return m.evidence_state_text_quarantined();
	if (state === 'scanning') {
		return scan === 'unreachable' || scan === 'limit'
			? m[`evidence_state_text_${scan}`]()
			: m.evidence_state_text_scanning();
	}
	return sealed
		? m.evidence_sealed_text({ when: sealed.atText, name: nameText(sealed.by), reason: sealed.reason })
		: null;
}
