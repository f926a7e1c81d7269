/** SCIM filters (RFC 7644, 3.4.2.2) as SQL. scimmy reads the text; the database does the comparing. */
import { sql, type RawBuilder } from 'kysely';
import { Types } from 'scimmy';
import { problemOf, ScimProblem } from './scim-problem.ts';

/** What an attribute is compared with in the database. */
export interface FilterColumn {
	column: RawBuilder<unknown>;
	kind: 'text' | 'exactText' | 'boolean' | 'instant';
}
/** By the attribute's path in lower case, e.g. 'name.familyname'. */
export type FilterColumns = Record<string, FilterColumn>;

/** One alternative of a filter: comparisons that must all hold. */
type Comparison = { path: string; negated: boolean; operator: string; value: unknown };
export type ParsedFilter = Comparison[][];

/** Reads a filter: alternatives, of which one must hold. @throws ScimProblem invalidFilter */
export function parseFilter(text: string): ParsedFilter {
	let alternatives: Record<string, unknown>[];
	try {
		if (text.length > 2000) throw new TypeError('The filter is longer than 2000 characters');
		alternatives = [...new Types.Filter(text)] as Record<string, unknown>[];
	} catch (error) {
		throw new ScimProblem('invalidFilter', problemOf(error)?.detail ?? `The filter cannot be read: ${text}`);
	}
	if (alternatives.length > 100)
		throw new ScimProblem('invalidFilter', 'The filter has too many alternatives');
	return alternatives.map((alternative) => comparisonsOf(alternative, ''));
}

function comparisonsOf(branch: Record<string, unknown>, prefix: string): Comparison[] {
	return Object.entries(branch).flatMap(([name, expression]): Comparison[] => {
		const path = withoutSchema(prefix === '' ? name : `${prefix}.${name}`);
		if (Array.isArray(expression)) {
			const several = expression.every(Array.isArray)
				? (expression as unknown[][])
				: [expression as unknown[]];
			return several.map((one) => comparisonOf(path, one));
		}
		if (typeof expression === 'object' && expression !== null)
			return comparisonsOf(expression as Record<string, unknown>, path);
		throw new ScimProblem('invalidFilter', `The filter on '${path}' cannot be read`);
	});
}

const withoutSchema = (path: string) =>
	path.toLowerCase().replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/, '');

function comparisonOf(path: string, expression: unknown[]): Comparison {
	const negated = expression[0] === 'not';
	const [operator, value] = negated ? expression.slice(1) : expression;
	if (typeof operator !== 'string')
		throw new ScimProblem('invalidFilter', `The filter on '${path}' has no comparison`);
	if (value === undefined && !['pr', 'np'].includes(operator.toLowerCase()))
		throw new ScimProblem('invalidFilter', `The filter on '${path}' has nothing to compare with`);
	return { path, negated, operator: operator.toLowerCase(), value };
}

/** Whether a filter only finds those whose key the asker already knows. */
export function isLookup(filter: ParsedFilter, keys: readonly string[]): boolean {
	return filter.every((comparisons) =>
		comparisons.every(({ path, negated, operator }) => !negated && operator === 'eq' && keys.includes(path))
	);
}

/** The `where` of a filter. @throws ScimProblem invalidFilter, for an attribute or a comparison that is not offered */
export function whereOf(filter: ParsedFilter, columns: FilterColumns): RawBuilder<boolean> {
	const alternatives = filter.map(
		(comparisons) =>
			sql`(${sql.join(
				comparisons.map((one) => comparisonSql(one, columns)),
				sql` and `
			)})`
	);
	return sql<boolean>`(${sql.join(alternatives, sql` or `)})`;
}

const ordering: Record<string, RawBuilder<unknown>> = {
	gt: sql`>`,
	ge: sql`>=`,
	lt: sql`<`,
	le: sql`<=`
};

function comparisonSql(comparison: Comparison, columns: FilterColumns): RawBuilder<unknown> {
	const { path, negated } = comparison;
	const found = Object.hasOwn(columns, path) ? columns[path] : undefined;
	if (!found) throw new ScimProblem('invalidFilter', `Filters on '${path}' are not offered`);
	// an absent value is not equal to anything, so its comparison is false and the negated one true
	const positive = sql`coalesce(${plainComparison(comparison, found)}, false)`;
	return negated ? sql`not ${positive}` : positive;
}

function plainComparison(
	{ path, operator, value }: Comparison,
	{ column, kind }: FilterColumn
): RawBuilder<unknown> {
	if (operator === 'pr') return sql`${column} is not null`;
	if (operator === 'np' || (operator === 'eq' && value === null)) return sql`${column} is null`;
	if (operator === 'ne' && value === null) return sql`${column} is not null`;
	const refused = () =>
		new ScimProblem('invalidFilter', `'${operator}' with this value is not offered for '${path}'`);
	if (kind === 'boolean') {
		const wanted = typeof value === 'string' ? value.toLowerCase() === 'true' : value;
		if (typeof wanted !== 'boolean' || !['eq', 'ne'].includes(operator)) throw refused();
		return operator === 'eq' ? sql`${column} = ${wanted}` : sql`${column} <> ${wanted}`;
	}
	if (typeof value !== 'string' || /[\p{Cc}\p{Cs}]/u.test(value)) throw refused();
	if (kind === 'instant') {
		const at = new Date(value);
		if (Number.isNaN(at.getTime())) throw refused();
		// what is shown has milliseconds, what is stored has more
		const shown = sql`date_trunc('milliseconds', ${column})`;
		const compare = operator === 'eq' ? sql`=` : operator === 'ne' ? sql`<>` : ordering[operator];
		if (!compare) throw refused();
		return sql`${shown} ${compare} ${at.toISOString()}::timestamptz`;
	}
	const here = kind === 'text' ? sql`lower(${column})` : sql`${column}`;
	const there = kind === 'text' ? sql`lower(${value}::text)` : sql`${value}::text`;
	switch (operator) {
		case 'eq':
			return sql`${here} = ${there}`;
		case 'ne':
			return sql`${here} is distinct from ${there}`;
		case 'co':
			return sql`position(${there} in ${here}) > 0`;
		case 'sw':
			return sql`starts_with(${here}, ${there})`;
		case 'ew':
			return sql`right(${here}, length(${there})) = ${there}`;
		default: {
			const compare = ordering[operator];
			if (!compare) throw refused();
			return sql`${here} ${compare} ${there}`;
		}
	}
}
