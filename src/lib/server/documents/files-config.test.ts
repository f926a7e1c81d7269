import { expect, test } from 'vitest';
import { ConfigurationError } from '../platform/errors.ts';
import { readFilesConfig } from './files-config.ts';

test('without settings, files and key are in the data directory, at most 50 MB each, and not looked through', () => {
	expect(readFilesConfig({}, '/var/lib/opaverkad')).toEqual({
		directory: '/var/lib/opaverkad/files',
		s3: null,
		keys: null,
		keyFile: '/var/lib/opaverkad/files-master-key',
		isKeyLost: false,
		scanner: null,
		mostBytes: 50_000_000
	});
});

test('a store, a scanner and a size may be chosen', () => {
	const config = readFilesConfig(
		{
			FILES_S3_BUCKET: 'bevis',
			FILES_S3_ENDPOINT: 'https://s3.example',
			FILES_SCANNER: 'tcp://127.0.0.1:3310',
			FILES_MOST_MB: '20'
		},
		'./data'
	);
	expect(config.s3).toEqual({
		bucket: 'bevis',
		prefix: '',
		region: 'us-east-1',
		endpoint: 'https://s3.example'
	});
	expect(config.scanner).toEqual({ host: '127.0.0.1', port: 3310 });
	expect(config.mostBytes).toBe(20_000_000);
	expect(readFilesConfig({ FILES_SCANNER: 'unix:/run/clamd.ctl' }, '.').scanner).toEqual({
		path: '/run/clamd.ctl'
	});
});

test.each([
	{ FILES_SCANNER: 'clamd' },
	{ FILES_SCANNER: 'tcp://127.0.0.1' },
	{ FILES_MOST_MB: '0' },
	{ FILES_MOST_MB: 'femtio' },
	{ FILES_S3_BUCKET: 'bevis', FILES_S3_ENDPOINT: 's3' }
])('%j is refused with one sentence', (env) => {
	expect(() => readFilesConfig(env, '.')).toThrow(ConfigurationError);
});
