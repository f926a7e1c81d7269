import { describe, expect, test } from 'vitest';
import { keyToSend, planOpening, withAttempt } from './report-key.ts';

const newKey = () => 'new';

describe('the key a report is sent with', () => {
	test('the form’s own, the first time', () => {
		expect(keyToSend('a', 'hot', {}, newKey)).toBe('a');
	});

	test('the same again for the same words: a double click or a lost answer is one incident', () => {
		expect(keyToSend('a', 'hot', { a: 'hot' }, newKey)).toBe('a');
	});

	test('a new one for other words: a report that was changed after it was sent is not thrown away as a repetition', () => {
		expect(keyToSend('a', 'hot och våld', { a: 'hot' }, newKey)).toBe('new');
	});
});

test('attempts are remembered, the newest last, and not for ever', () => {
	const many = Array.from({ length: 60 }, (_, index) => `key ${index}`).reduce(
		(attempts, key) => withAttempt(attempts, key, 'hot'),
		{}
	);
	expect(Object.keys(many)).toHaveLength(50);
	expect(Object.keys(withAttempt(many, 'key 20', 'våld')).at(-1)).toBe('key 20');
});

describe('when the form opens', () => {
	const fresh = { pageKey: 'page', draftKey: null, historyKey: null, isFilledIn: false, attempts: {} };

	test('without a draft it gets a key of its own: pages from the offline cache all have the same one', () => {
		expect(planOpening(fresh, newKey)).toEqual({ key: 'new', restore: false, returned: false });
	});

	test('a draft comes back with its key, so that sending it again after a reload is the same report', () => {
		expect(planOpening({ ...fresh, draftKey: 'draft', historyKey: 'draft' }, newKey)).toEqual({
			key: 'draft',
			restore: true,
			returned: false
		});
	});

	test('a form that came back with errors keeps what the server put in it', () => {
		expect(planOpening({ ...fresh, draftKey: 'page' }, newKey)).toEqual({
			key: 'page',
			restore: false,
			returned: true
		});
	});

	test('back to a form that was sent, with everything still in it: sending again is the same report', () => {
		const back = { ...fresh, historyKey: 'sent', isFilledIn: true, attempts: { sent: 'hot' } };
		expect(planOpening(back, newKey).key).toBe('sent');
	});

	test('back to a form that was sent, but empty: a new report', () => {
		const back = { ...fresh, historyKey: 'sent', attempts: { sent: 'hot' } };
		expect(planOpening(back, newKey).key).toBe('new');
	});
});
