import { encode } from 'uqr';
import { viewReportForm } from '#lib/server/cases/index.ts';
import type { UnitId } from '#lib/server/organisation/index.ts';
import { isId } from '#lib/server/platform/ids.ts';
import { contextOf } from '#lib/server/web/index.ts';
import { unitGroups } from '../unit-groups.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
	const unitId = event.url.searchParams.get('unit');
	const wanted = { unitId: isId<UnitId>(unitId) ? unitId : null, forColleague: false };
	const { unit, units } = await viewReportForm(contextOf(event), wanted, event.locals.locale);
	const address = `${event.url.origin}/report?unit=${unit.id}`;
	return { unit, unitGroups: unitGroups(units), address, code: squaresOf(address) };
};

/** The code as one path of an SVG with a quiet zone of four squares, as readers expect it. */
function squaresOf(text: string): { path: string; size: number } {
	const { data, size } = encode(text, { ecc: 'M', border: 4 });
	const path = data
		.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
		.join('');
	return { path, size };
}
