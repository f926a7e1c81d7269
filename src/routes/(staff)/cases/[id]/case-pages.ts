import { m } from '#lib/paraglide/messages.js';
import type { CaseHead, CasePermission } from '#lib/server/cases/index.ts';

interface CasePage {
	/** What stands after the address of the case; empty is the case itself. */
	slug: string;
	label: () => string;
	/** Who may use the page. */
	needs: CasePermission;
}

/** The pages of a case, in the order of the work. Each keeps its own door: this is only the menu. */
const casePages = [
	{ slug: '', label: m.case_page_overview, needs: 'read' },
	{ slug: 'duties', label: m.case_page_duties, needs: 'read' },
	{ slug: 'protection', label: m.case_page_protection, needs: 'read' },
	{ slug: 'aftercare', label: m.case_page_aftercare, needs: 'readNotes' },
	{ slug: 'statements', label: m.case_page_statements, needs: 'readNotes' },
	{ slug: 'evidence', label: m.case_page_evidence, needs: 'readNotes' },
	{ slug: 'reminders', label: m.case_page_reminders, needs: 'read' },
	{ slug: 'decisions', label: m.case_page_decisions, needs: 'readNotes' },
	{ slug: 'lex-sarah', label: m.case_page_lex_sarah, needs: 'move' },
	{ slug: 'safety-requests', label: m.case_page_safety_requests, needs: 'read' },
	{ slug: 'documents', label: m.case_page_documents, needs: 'read' },
	{ slug: 'links', label: m.links_page, needs: 'read' }
] as const satisfies readonly CasePage[];

export type CasePageSlug = (typeof casePages)[number]['slug'];

/** The menu of a case, as the actor has it. */
export function casePagesFor({ id, allows }: Pick<CaseHead, 'id' | 'allows'>, current: CasePageSlug) {
	return casePages
		.filter(({ needs }) => allows[needs])
		.map(({ slug, label }) => ({
			href: slug === '' ? `/cases/${id}` : `/cases/${id}/${slug}`,
			label: label(),
			current: slug === current
		}));
}
