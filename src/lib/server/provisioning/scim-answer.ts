/** What the answers of all resources share: lists, selections of attributes, and versions. Pure. */
import { Types } from 'scimmy';
import { ScimProblem } from './scim-problem.ts';
import { mostPerPage, usualPerPage } from './scim-schema.ts';

/** A resource with its version (weak: it says the same, not that the bytes are the same) and its address. */
export interface Versioned {
	resource: unknown;
	version: string;
	location: string;
}

/** Which part of a list, in which order. */
export interface ListQuery {
	filter: string | undefined;
	/** From 1. */
	startIndex: number;
	count: number;
	sortBy: string | undefined;
	descending: boolean;
}

/** Which attributes: all that are usual, or those that a filter of scimmy's keeps. */
export interface Selection {
	filter?: Types.Filter;
	/** In lower case. */
	only?: string[];
	without?: string[];
}

/** The parameters of a GET, or the body of a `/.search`. Numbers that are none count as not asked for. */
export interface Asked {
	filter?: unknown;
	attributes?: unknown;
	excludedAttributes?: unknown;
	sortBy?: unknown;
	sortOrder?: unknown;
	startIndex?: unknown;
	count?: unknown;
}

export function listQueryOf(asked: Asked): ListQuery {
	const count = integerOf(asked.count);
	return {
		filter: textOf(asked.filter),
		startIndex: Math.min(Math.max(integerOf(asked.startIndex) ?? 1, 1), 10_000_000),
		count: Math.min(Math.max(count ?? usualPerPage, 0), mostPerPage),
		sortBy: textOf(asked.sortBy),
		descending: asked.sortOrder === 'descending'
	};
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function integerOf(value: unknown): number | undefined {
	const text = String(value ?? '').trim();
	return /^-?\d{1,12}$/.test(text) ? Number(text) : undefined;
}

/** @throws ScimProblem invalidPath, when an attribute's name cannot be one */
export function selectionOf({ attributes, excludedAttributes }: Asked): Selection {
	const only = namesOf(attributes);
	if (only.length > 0) return { only, filter: filterOf(only, 'pr') };
	const without = namesOf(excludedAttributes);
	return without.length > 0 ? { without, filter: filterOf(without, 'np') } : {};
}

function namesOf(value: unknown): string[] {
	const names = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
	return names
		.map((name) => String(name).trim())
		.filter(Boolean)
		.map((name) => {
			if (!/^[\w$:.-]{1,200}$/.test(name)) throw new ScimProblem('invalidPath', 'An attribute is not a name');
			return name;
		});
}

function filterOf(names: string[], presence: 'pr' | 'np'): Types.Filter {
	return new Types.Filter(names.map((name) => `${name} ${presence}`).join(' and '));
}

/** A list, as much of it as was asked for. */
export function listResponse(resources: unknown[], startIndex: number, totalResults: number) {
	return {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
		totalResults,
		startIndex,
		itemsPerPage: resources.length,
		Resources: resources
	};
}

const plainTag = (tag: string) => tag.trim().replace(/^W\//, '');

/** Whether a header with versions ('*', or several with commas) names one. Weak comparison (RFC 9110, 8.8.3.2). */
export function namesVersion(header: string, version: string): boolean {
	return header.split(',').some((tag) => tag.trim() === '*' || plainTag(tag) === plainTag(version));
}

/** @throws ScimProblem versionDiffers, when somebody has changed it since the client read it */
export function checkVersion(ifMatch: string | null, version: string): void {
	if (ifMatch === null || namesVersion(ifMatch, version)) return;
	throw new ScimProblem('versionDiffers', 'Somebody has changed it since it was read. Read it again first.');
}
