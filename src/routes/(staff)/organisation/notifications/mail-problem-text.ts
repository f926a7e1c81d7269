import { m } from '#lib/paraglide/messages.js';

/** What a problem's code means, in words. @param problem e.g. 'ECONNREFUSED', 'EENVELOPE 550', 'bounced 5.2.2' */
export function mailProblemText(problem: string): string {
	const [code = '', answer = ''] = problem.split(' ');
	if (code === 'noAddress') return m.mail_problem_noAddress();
	if (['ECONNREFUSED', 'ECONNECTION', 'ESOCKET', 'ECONNRESET', 'EHOSTUNREACH'].includes(code)) {
		return m.mail_problem_unreachable();
	}
	if (code === 'ETIMEDOUT') return m.mail_problem_slow();
	if (['EDNS', 'ENOTFOUND'].includes(code)) return m.mail_problem_name();
	if (code === 'EAUTH' || answer === '535') return m.mail_problem_password();
	if (code === 'ETLS' || code.startsWith('ERR_TLS') || code.includes('CERT'))
		return m.mail_problem_encryption();
	// 5.1: the address (RFC 3463)
	if (code === 'bounced') {
		return answer.startsWith('5.1.') ? m.mail_problem_address() : m.mail_problem_bounced();
	}
	if (code === 'EENVELOPE' && answer.startsWith('5')) return m.mail_problem_address();
	if (answer.startsWith('5')) return m.mail_problem_refused();
	if (answer.startsWith('4')) return m.mail_problem_later();
	return m.mail_problem_other();
}
