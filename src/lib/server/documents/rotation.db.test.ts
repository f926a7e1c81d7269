import { appendFileSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AttachmentId, CaseId } from '../../../../database/column-types.ts';
import { embeddedDatabase, type TestDatabase } from '../../../../tests/support/database.ts';
import { arriving, testVault, whole, type TestVault } from '../../../../tests/support/files.ts';
import { makeMunicipality } from '../../../../tests/support/municipality.ts';
import { report } from '../../../../tests/support/reports.ts';
import type { Database } from '../platform/database.ts';
import { newId } from '../platform/ids.ts';
import {
	findAttachment,
	finish,
	insertTaken,
	openOriginal,
	openVault,
	readFilesConfig,
	takeIn
} from './index.ts';
import { rotateMasterKey } from './rotate-key.ts';

let db: TestDatabase;
let vault: TestVault;
let caseId: CaseId;
let home: Awaited<ReturnType<typeof makeMunicipality>>;
beforeAll(async () => {
	db = await embeddedDatabase();
	home = await makeMunicipality(db);
	vault = testVault(db, home.clock);
	const incident = await report(home.as('reporter'));
	const row = await db.asOwner((tx) =>
		tx.selectFrom('caseFile').select('id').where('incidentId', '=', incident).executeTakeFirstOrThrow()
	);
	caseId = row.id;
});
afterAll(async () => {
	vault.remove();
	await db.close();
});

async function keep(words: string): Promise<AttachmentId> {
	const id = newId<AttachmentId>();
	const result = await takeIn(vault, { id, name: 'a.pdf', content: arriving(`%PDF-1.7\n${words}`) });
	if (!result.ok) throw new Error(result.refusal);
	const { actor, now, transaction } = home.as('reporter');
	await transaction((tx) =>
		insertTaken(tx, vault, result.taken, {
			municipalityId: actor.municipalityId,
			caseId,
			fromReporter: true,
			addedBy: actor.personId,
			addedAt: now().toString()
		})
	);
	await finish(vault, id);
	return id;
}
const read = async (id: AttachmentId) => {
	const row = await vault.asKeeper((tx) => findAttachment(tx, id));
	return (await whole(openOriginal(vault, row!))).toString();
};

test('after the master key was changed, old and new files open, and the old key is gone', async () => {
	const before = await keep('före');
	const keyFile = join(vault.folder, 'files-master-key');
	const oldKey = readFileSync(keyFile, 'utf8').trim();
	expect(await rotateMasterKey(db, { keyFile, keys: null, isKeyLost: false })).toBe(1);
	expect(readFileSync(keyFile, 'utf8')).not.toContain(oldKey);
	expect(readFileSync(keyFile, 'utf8').trim().split('\n')).toHaveLength(1);
	expect(await read(before)).toContain('före');
	const after = await keep('efter');
	expect(await read(after)).toContain('efter');
});

test('two that change the master key at once leave one key, and every file opens', async () => {
	const before = await keep('medan två byter');
	const config = { keyFile: join(vault.folder, 'files-master-key'), keys: null, isKeyLost: false };
	// the second begins when the first has wrapped everything, and has not thrown the old key away yet
	let second: Promise<number> | undefined;
	const slow: Database = {
		...db,
		asOwner: async (work) => {
			const result = await db.asOwner(work);
			second ??= rotateMasterKey(db, config);
			return result;
		}
	};
	await rotateMasterKey(slow, config);
	await second;
	expect(readFileSync(config.keyFile, 'utf8').trim().split('\n')).toHaveLength(1);
	expect(await read(before)).toContain('medan två byter');
});

test('where a master key is lost, the other files get the new one', async () => {
	const lost = await keep('borta');
	const keyFile = join(vault.folder, 'files-master-key');
	const saved = readFileSync(keyFile);
	rmSync(keyFile);
	const config = { keyFile, keys: null, isKeyLost: true };
	await openVault({ db, clock: home.clock }, { ...readFilesConfig({}, vault.folder), ...config });
	const after = await keep('kvar');
	expect(await rotateMasterKey(db, config)).toBe(1);
	expect(await read(after)).toContain('kvar');
	await expect(read(lost)).rejects.toThrow('not what was sealed');
	// found again after all: both in the file, and everything opens
	appendFileSync(keyFile, saved);
	expect(await read(lost)).toContain('borta');
	await rotateMasterKey(db, { ...config, isKeyLost: false });
	expect(await read(lost)).toContain('borta');
});

test('the system does not start without the master key of a stored file, and makes no other', async () => {
	await keep('låst');
	const folder = mkdtempSync(join(tmpdir(), 'opaverkad-other-'));
	try {
		const config = readFilesConfig({}, folder);
		const other = config.keyFile!;
		await expect(openVault({ db, clock: home.clock }, config)).rejects.toThrow(`${other} does not hold`);
		await expect(rotateMasterKey(db, config)).rejects.toThrow(`${other} does not hold`);
		expect(existsSync(other)).toBe(false);
		copyFileSync(join(vault.folder, 'files-master-key'), other);
		await openVault({ db, clock: home.clock }, config);
		// the operator says that it is lost: the system starts, and what comes from now on opens
		rmSync(other);
		await openVault({ db, clock: home.clock }, { ...config, isKeyLost: true });
		expect(existsSync(other)).toBe(true);
	} finally {
		rmSync(folder, { recursive: true });
	}
});

test('the files stay sealed for whoever has the database and the storage, but not the key', async () => {
	const id = await keep('hemligt');
	const row = await vault.asKeeper((tx) => findAttachment(tx, id));
	const thief = testVault(db, home.clock);
	try {
		expect(() => openOriginal({ ...thief, storage: vault.storage }, row!)).toThrow('not what was sealed');
	} finally {
		thief.remove();
	}
});
