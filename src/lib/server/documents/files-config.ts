import { join } from 'node:path';
import { ConfigurationError } from '../platform/errors.ts';

/** Where files are kept, how they are locked, and who looks through them. */
export interface FilesConfig {
	/** Where do files lie, and the parts of those that are still arriving? Null: a folder that goes with the process. */
	directory: string | null;
	/** Or do they lie in an S3 store? Parts that are arriving lie in the folder all the same. */
	s3: { bucket: string; prefix: string; region: string; endpoint: string | null } | null;
	/** The master keys themselves, the present one first; null: in the file. */
	keys: string | null;
	/** Where is the file with the master keys? Null: only in memory. */
	keyFile: string | null;
	/** Does the operator say that a master key is lost for good? The files that it locked are lost too, and the rest goes on. */
	isKeyLost: boolean;
	/** Where does ClamAV listen? Null: files are not looked through, and each says so. */
	scanner: ScannerAddress | null;
	/** How large may one file be, in bytes? */
	mostBytes: number;
}

export type ScannerAddress = { host: string; port: number } | { path: string };

/**
 * Reads what the files need from environment variables.
 * @param dataDirectory where files and key are when nobody says otherwise
 * @throws ConfigurationError
 */
export function readFilesConfig(env: Record<string, string | undefined>, dataDirectory: string): FilesConfig {
	const inMemory = dataDirectory === ':memory:';
	const keys = env.FILES_KEY?.trim() || null;
	return {
		directory: env.FILES_DIRECTORY?.trim() || (inMemory ? null : join(dataDirectory, 'files')),
		s3: readS3(env),
		keys,
		keyFile: keys
			? null
			: env.FILES_KEY_FILE?.trim() || (inMemory ? null : join(dataDirectory, 'files-master-key')),
		isKeyLost: env.FILES_KEY_LOST === 'yes',
		scanner: readScanner(env.FILES_SCANNER),
		mostBytes: readMegabytes(env.FILES_MOST_MB) * 1_000_000
	};
}

function readS3(env: Record<string, string | undefined>): FilesConfig['s3'] {
	const bucket = env.FILES_S3_BUCKET?.trim() ?? '';
	if (bucket === '') return null;
	const endpoint = env.FILES_S3_ENDPOINT?.trim() || null;
	if (endpoint !== null && !(URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol))) {
		throw new ConfigurationError(
			'FILES_S3_ENDPOINT must be the address of an S3 store, e.g. https://s3.example.'
		);
	}
	return {
		bucket,
		prefix: env.FILES_S3_PREFIX?.trim() ?? '',
		region: env.FILES_S3_REGION?.trim() || 'us-east-1',
		endpoint
	};
}

function readScanner(value: string | undefined): ScannerAddress | null {
	const text = value?.trim() ?? '';
	if (text === '') return null;
	const [, path] = /^unix:(\/.+)$/.exec(text) ?? [];
	if (path !== undefined) return { path };
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url?.protocol === 'tcp:' && url.hostname !== '' && url.port !== '') {
		return { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) };
	}
	throw new ConfigurationError(
		`FILES_SCANNER is '${text}', but must say where ClamAV listens, e.g. unix:/run/clamav/clamd.ctl or tcp://127.0.0.1:3310.`
	);
}

function readMegabytes(value: string | undefined): number {
	const text = value?.trim() || '50';
	const number = Number(text);
	if (!/^\d+$/.test(text) || number < 1 || number > 1000) {
		throw new ConfigurationError(`FILES_MOST_MB is '${text}', but must be a whole number from 1 to 1000.`);
	}
	return number;
}
