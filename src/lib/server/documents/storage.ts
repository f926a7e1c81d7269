/** Where sealed files lie: a folder of this machine, or an S3 store, through Flystorage. It sees ciphertext only. */
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsS3StorageAdapter } from '@flystorage/aws-s3';
import { FileStorage } from '@flystorage/file-storage';
import { LocalStorageAdapter } from '@flystorage/local-fs';
import type { FilesConfig } from './files-config.ts';
import type { Bytes } from './sealed-stream.ts';

export interface SealedStorage {
	/** Returns when it is safe: on the disk, or acknowledged by the store. Nothing is left when the source breaks off. */
	write(name: string, source: Bytes): Promise<void>;
	/** Nothing is opened before somebody reads: a stream that nobody listens to would end the process with its error. */
	read(name: string): Bytes;
	/** Nothing happens when there is no such file. */
	remove(name: string): Promise<void>;
}

/** @param directory for the local folder */
export function openStorage(directory: string, s3: FilesConfig['s3']): SealedStorage {
	const local = join(directory, 'kept');
	if (s3 === null) mkdirSync(local, { recursive: true, mode: 0o700 });
	const files = new FileStorage(
		s3 === null
			? new LocalStorageAdapter(local)
			: new AwsS3StorageAdapter(
					// who we are comes from where the SDK always looks: AWS_ACCESS_KEY_ID and the others
					new S3Client({
						region: s3.region,
						...(s3.endpoint && { endpoint: s3.endpoint, forcePathStyle: true })
					}),
					{ bucket: s3.bucket, prefix: s3.prefix, region: s3.region }
				)
	);
	return {
		async write(name, source) {
			try {
				await files.write(pathOf(name), Readable.from(source, { objectMode: false }), {
					mimeType: 'application/octet-stream'
				});
				if (s3 === null) await sync(join(local, pathOf(name)));
			} catch (error) {
				await files.deleteFile(pathOf(name)).catch(() => undefined);
				// what went wrong with the source is what the caller knows how to answer
				throw causeOf(error);
			}
		},
		async *read(name) {
			yield* (await files.read(pathOf(name))) as AsyncIterable<Uint8Array>;
		},
		async remove(name) {
			if (await files.fileExists(pathOf(name))) await files.deleteFile(pathOf(name));
		}
	};
}

/** The ends of ids are random: as folders they keep each of them small. */
function pathOf(name: string): string {
	return `${name.slice(34, 36)}/${name}`;
}

async function sync(path: string): Promise<void> {
	const file = await open(path, 'r');
	try {
		await file.sync();
	} finally {
		await file.close();
	}
}

/** Flystorage wraps what a stream threw. */
function causeOf(error: unknown): unknown {
	return error instanceof Error && error.cause instanceof Error ? causeOf(error.cause) : error;
}
