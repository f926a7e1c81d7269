/**
 * The one door through which a form comes in. Every form action calls `readForm`; the architecture test holds it.
 *
 * It checks where the form came from (origin and token), that it can be read (encoding, size), and that it says what the
 * schema asks for. Whatever is wrong, everything that was typed comes back with a precise message for each field.
 */
import * as v from 'valibot';
import { boundaryOf, BrokenForm, partsOf } from './multipart.ts';

/** Everything that was typed, to be shown again. One text per field, or a list where several may be chosen. */
export type FormValues = Record<string, string | string[]>;
/** A message code per field name; '' is the form as a whole. Texts: messages/ `error_<code>`. */
export type FormErrors = Record<string, FormProblem>;
export interface FormProblem {
	code: FormProblemCode;
	/** What the message needs, e.g. the highest number of characters. */
	limit?: number;
	actual?: number;
}
export type FormProblemCode =
	| 'required'
	| 'textOrTypeRequired'
	| 'tooLong'
	| 'unreadable'
	| 'unknownChoice'
	| 'badDate'
	| 'future'
	| 'tooOld'
	| 'foreignOrigin'
	| 'expiredForm'
	| 'tooMany'
	| 'conflict'
	| 'passwordShort'
	| 'passwordLong'
	| 'passwordCommon'
	| 'passwordPersonal'
	| 'passwordsDiffer'
	| 'wrongPassword'
	| 'signInRefused'
	| 'passkeyRefused'
	| 'wait'
	| 'busy'
	| 'badEmail'
	| 'personnummer'
	| 'userNameTaken'
	| 'protectedPerson'
	| 'uploadTooLarge'
	| 'badCount'
	| 'lastBeforeFirst'
	| 'otherRecipient'
	| 'changedSince'
	| 'badWebAddress'
	| 'invalid';

export type FormResult<T> =
	{ ok: true; value: T; values: FormValues } | { ok: false; values: FormValues; errors: FormErrors };

/** What `readForm` needs of a request: a SvelteKit event fits. */
export interface FormRequest {
	request: Request;
	url: URL;
	/** The token that forms of this session carry; null when nobody is signed in (sign-in forms). */
	csrfToken: string | null;
}

/** The name of the hidden field with the session's form token. */
export const csrfField = 'csrf';

/**
 * Reads a posted form.
 *
 * Fields whose name ends in `[]` in `lists` may come several times. Line breaks become '\n' (browsers send '\r\n'),
 * surrounding white space is cut in one-line fields by the schema, never in long texts.
 */
export async function readForm<Schema extends v.GenericSchema<unknown, unknown>>(
	form: FormRequest,
	schema: Schema,
	lists: readonly string[] = []
): Promise<FormResult<v.InferOutput<Schema>>> {
	const data = await dataOf(form.request);
	return data === null ? unreadable : checkForm(form, data, schema, lists);
}

/**
 * Reads a posted form with files: the one other door, for the few routes that expect some. A file that was not chosen is absent.
 * @param mostBytes of the whole request; more is refused before it is read
 */
export async function readUpload<Schema extends v.GenericSchema<unknown, unknown>, Name extends string>(
	form: FormRequest,
	schema: Schema,
	names: readonly Name[],
	mostBytes: number
): Promise<FormResult<v.InferOutput<Schema>> & { files: Partial<Record<Name, Uint8Array>> }> {
	const files: Partial<Record<Name, Uint8Array>> = {};
	// a browser always says how much it sends
	const size = Number(form.request.headers.get('content-length') ?? Infinity);
	if (!(size <= mostBytes)) {
		const limit = Math.floor(mostBytes / 1_000_000);
		return { ok: false, values: {}, errors: { '': { code: 'uploadTooLarge', limit } }, files };
	}
	const data = await dataOf(form.request);
	if (data === null) return { ...unreadable, files };
	for (const name of names) {
		const item = data.get(name);
		if (item instanceof File && item.size > 0) files[name] = new Uint8Array(await item.arrayBuffer());
	}
	return { ...checkForm(form, data, schema, []), files };
}

/** A file of a form while it arrives. Read `content` before anything else happens to the request. */
export interface ArrivingFile {
	/** As the browser says it: never to be trusted. */
	fileName: string;
	content: AsyncIterable<Uint8Array>;
}

/** The longest text field beside files, in bytes, and how many fields there may be. */
const mostFieldBytes = 100_000;
const mostFields = 50;

/**
 * Reads a posted form with large files, one after the other as they come, without JavaScript in the browser: never is a whole file in
 * memory. The text fields, among them the token, stand before the files in the page; a file before them is refused.
 * @param take what to do with a file, once everything before it was found right
 * @param mostBytes of the whole request; more is refused before it is read
 */
export async function readFiles<Schema extends v.GenericSchema<unknown, unknown>, Taken>(
	form: FormRequest,
	schema: Schema,
	{
		name: fileField,
		mostBytes,
		take
	}: {
		name: string;
		mostBytes: number;
		take(file: ArrivingFile, value: v.InferOutput<Schema>): Promise<Taken>;
	}
): Promise<FormResult<v.InferOutput<Schema>> & { taken: Taken[] }> {
	const { request } = form;
	const taken: Taken[] = [];
	const size = Number(request.headers.get('content-length') ?? Infinity);
	if (!(size <= mostBytes)) {
		const limit = Math.floor(mostBytes / 1_000_000);
		return { ok: false, values: {}, errors: { '': { code: 'uploadTooLarge', limit } }, taken };
	}
	const boundary = boundaryOf(request.headers.get('content-type'));
	if (boundary === null || request.body === null) return { ...unreadable, taken };
	const fields = new FormData();
	let checked: FormResult<v.InferOutput<Schema>> | null = null;
	let count = 0;
	try {
		for await (const { name, fileName, content } of partsOf(request.body, boundary)) {
			if (++count > mostFields) return { ...unreadable, taken };
			if (fileName === null) {
				if (checked !== null) return { ...unreadable, taken };
				fields.append(name, await textOf(content));
			} else if (name === fileField && fileName !== '') {
				checked ??= checkForm(form, fields, schema, []);
				// the rest is read all the same: a browser shows no answer before it has sent everything
				if (checked.ok) taken.push(await take({ fileName, content }, checked.value));
			}
		}
	} catch (error) {
		if (error instanceof BrokenForm) return { ...unreadable, taken };
		throw error;
	}
	return { ...(checked ?? checkForm(form, fields, schema, [])), taken };
}

async function textOf(content: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of content) {
		size += chunk.length;
		if (size > mostFieldBytes) throw new BrokenForm();
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString('utf8');
}

const unreadable = { ok: false, values: {}, errors: { '': { code: 'unreadable' } } } as const;

async function dataOf(request: Request): Promise<FormData | null> {
	try {
		return await request.formData();
	} catch {
		return null;
	}
}

function checkForm<Schema extends v.GenericSchema<unknown, unknown>>(
	{ request, url, csrfToken }: FormRequest,
	data: FormData,
	schema: Schema,
	lists: readonly string[]
): FormResult<v.InferOutput<Schema>> {
	const values = valuesOf(data, lists);
	const errors: FormErrors = {};

	const origin = request.headers.get('origin');
	if (origin !== null && origin !== url.origin) errors[''] = { code: 'foreignOrigin' };
	else if (csrfToken !== null && data.get(csrfField) !== csrfToken) errors[''] = { code: 'expiredForm' };

	for (const [name, value] of Object.entries(values)) {
		if ([value].flat().some(isUnreadable)) errors[name] = { code: 'unreadable' };
	}

	const parsed = v.safeParse(schema, values);
	for (const issue of parsed.issues ?? []) {
		const name = String(issue.path?.[0]?.key ?? '');
		errors[name] ??= problemOf(issue);
	}
	if (!parsed.success || Object.keys(errors).length > 0) return { ok: false, values, errors };
	return { ok: true, value: parsed.output, values };
}

/** In one pass: anybody may send a million fields, and looking each of them up would take hours. */
function valuesOf(data: FormData, lists: readonly string[]): FormValues {
	const chosen = new Map(lists.map((name): [string, string[]] => [name, []]));
	const values: FormValues = Object.fromEntries(chosen);
	for (const [name, item] of data) {
		if (name === csrfField || typeof item !== 'string') continue;
		const text = item.replace(/\r\n?/g, '\n');
		const list = chosen.get(name);
		if (list) list.push(text);
		else values[name] ??= text;
	}
	return values;
}

/** The replacement character says that bytes were not text; PostgreSQL refuses NUL; other control characters are never typed. */
function isUnreadable(text: string): boolean {
	return /[\uFFFD\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]|\p{Cs}/u.test(text);
}

const codes = new Set<string>([
	'required',
	'textOrTypeRequired',
	'tooLong',
	'unreadable',
	'unknownChoice',
	'badDate',
	'future',
	'tooOld',
	'passwordsDiffer',
	'badEmail',
	'personnummer',
	'badCount',
	'badWebAddress',
	'invalid'
] satisfies FormProblemCode[]);

/** Schemas put the code in the issue's message; whatever has no code of ours is simply 'invalid'. */
function problemOf(issue: v.GenericIssue): FormProblem {
	const code = codes.has(issue.message) ? (issue.message as FormProblemCode) : 'invalid';
	if (code !== 'tooLong' || typeof issue.input !== 'string') return { code };
	return { code, limit: Number(issue.requirement), actual: issue.input.length };
}

/** A one-line text: trimmed, and null when nothing was typed. */
export const line = (most: number) =>
	v.optional(
		v.pipe(
			v.string('invalid'),
			v.trim(),
			v.maxLength(most, 'tooLong'),
			v.transform((text) => text || null)
		),
		''
	);

/** A long text: kept as typed (the words are evidence), and null when nothing but white space was typed. */
export const longText = (most: number) =>
	v.optional(
		v.pipe(
			v.string('invalid'),
			v.maxLength(most, 'tooLong'),
			v.transform((text) => (text.trim() === '' ? null : text))
		),
		''
	);

/** One of some codes, or null when nothing was chosen. */
export const choice = <const Codes extends readonly string[]>(codes: Codes) =>
	v.optional(
		v.pipe(
			v.string('invalid'),
			v.check((code) => code === '' || codes.includes(code), 'unknownChoice'),
			v.transform((code) => (code === '' ? null : (code as Codes[number])))
		),
		''
	);

/** Any number of some codes, each at most once. */
export const choices = <const Codes extends readonly string[]>(codes: Codes) =>
	v.optional(
		v.pipe(
			v.array(v.string('invalid')),
			v.check((chosen) => chosen.every((code) => codes.includes(code)), 'unknownChoice'),
			v.transform((chosen) => [...new Set(chosen)] as Codes[number][])
		),
		[]
	);

/** Required variants: the same, but nothing is not an answer. */
export const required = <Schema extends v.GenericSchema<never, unknown> | v.GenericSchema>(schema: Schema) =>
	v.pipe(
		schema,
		v.check((value) => value !== null && value !== undefined, 'required'),
		v.transform((value) => value as NonNullable<typeof value>)
	);
