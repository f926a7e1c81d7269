import { Types } from 'scimmy';

/**
 * A request that cannot be answered as asked: what the client gets as a SCIM error body (RFC 7644, 3.12), and what the
 * administrator sees of it on the page. `detail` goes back to the sender and is not stored; `code` and `about` are.
 */
export class ScimProblem extends Error {
	override name = 'ScimProblem';
	readonly status: number;
	readonly code: ScimProblemCode;
	readonly detail: string;
	/** The unit that was asked for, when that is what is wrong. Never anything about a person. */
	readonly about: string | null;

	constructor(code: ScimProblemCode, detail: string, about: string | null = null) {
		super(code);
		this.status = problems[code].status;
		this.code = code;
		this.detail = detail;
		this.about = about;
	}

	/** The body, ready to send. */
	get body() {
		const problem: { status: number; scimType?: string } = problems[this.code];
		return errorBody(this.status, this.detail, problem.scimType);
	}
}

/** Each kind of problem: its status, and the word that SCIM has for it, where it has one. */
const problems = {
	noToken: { status: 401 },
	forbidden: { status: 403 },
	notFound: { status: 404 },
	notAllowed: { status: 405 },
	taken: { status: 409, scimType: 'uniqueness' },
	changedMeanwhile: { status: 409 },
	versionDiffers: { status: 412 },
	tooLarge: { status: 413 },
	notJson: { status: 415 },
	tooMany: { status: 429 },
	unexpected: { status: 500 },
	notImplemented: { status: 501 },
	invalidSyntax: { status: 400, scimType: 'invalidSyntax' },
	invalidFilter: { status: 400, scimType: 'invalidFilter' },
	invalidPath: { status: 400, scimType: 'invalidPath' },
	invalidValue: { status: 400, scimType: 'invalidValue' },
	noTarget: { status: 400, scimType: 'noTarget' },
	mutability: { status: 400, scimType: 'mutability' },
	unknownUnit: { status: 400, scimType: 'invalidValue' },
	unknownMember: { status: 400, scimType: 'invalidValue' }
} as const satisfies Record<string, { status: number; scimType?: string }>;
export type ScimProblemCode = keyof typeof problems;
/**
 * Those that the administrator is shown. The others are how a client looks whether somebody is there, whether something changed,
 * and how fast it may ask; or come from somebody we do not know.
 */
export type KeptProblemCode = Exclude<ScimProblemCode, (typeof notKept)[number]>;
const notKept = ['noToken', 'notFound', 'versionDiffers', 'tooMany'] as const satisfies ScimProblemCode[];

export function isKept(code: ScimProblemCode): code is KeptProblemCode {
	return !(notKept as readonly string[]).includes(code);
}

function errorBody(status: number, detail: string, scimType?: string) {
	return {
		schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
		status: String(status),
		...(scimType && { scimType }),
		detail
	};
}

/** What scimmy threw, as ours: its own errors say the status and the word, its type errors are the client's values. */
export function problemOf(error: unknown): ScimProblem | undefined {
	if (error instanceof ScimProblem) return error;
	if (error instanceof Types.Error) {
		const { status, scimType } = error;
		if (scimType in problems) return new ScimProblem(scimType as ScimProblemCode, error.message);
		if (status === 404) return new ScimProblem('notFound', error.message);
		if (status === 403) return new ScimProblem('forbidden', error.message);
		return new ScimProblem('invalidValue', error.message);
	}
	return undefined;
}
