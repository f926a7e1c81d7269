import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { mailProblemText } from './mail-problem-text.ts';

test('a mail that came back is told from one that was refused at once, and a wrong address is called that', () => {
	expect(mailProblemText('bounced 5.1.10')).toBe(m.mail_problem_address());
	expect(mailProblemText('bounced 5.2.2')).toBe(m.mail_problem_bounced());
	expect(mailProblemText('bounced 4.4.1')).toBe(m.mail_problem_bounced());
	expect(mailProblemText('EMESSAGE 554')).toBe(m.mail_problem_refused());
});
