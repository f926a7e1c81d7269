import { expect, test } from 'vitest';
import { problemWithPassword } from './password-rules.ts';

const about = ['Alma Hedin', 'alma.hedin@ekdala.example', 'Ekdala kommun'];

test.each([
	'korrekt häst batteri häftklammer',
	'solrosor växer bakom ladan',
	'vB7#qpL2xzRt',
	'Tre gula cyklar i regn',
	'jkqzvwxhbplm',
	'Åttaåriga igelkottar dansar'
])('%s is accepted', (password) => {
	expect(problemWithPassword(password, about)).toBeNull();
});

test.each([
	['kort', 'passwordShort'],
	['elva tecken', 'passwordShort'],
	['x'.repeat(201), 'passwordLong'],
	['123456789012', 'passwordCommon'],
	['1990-01-01 12:00', 'passwordCommon'],
	['aaaaaaaaaaaa', 'passwordCommon'],
	['hejhejhejhej', 'passwordCommon'],
	['qwertyuiop123', 'passwordCommon'],
	['1qaz2wsx3edc4rfv', 'passwordCommon'],
	['abcdefghijklmn', 'passwordCommon'],
	['Sommar2026!!', 'passwordCommon'],
	['S0mmaren2026', 'passwordCommon'],
	['Höst2025!!!!!', 'passwordCommon'],
	['Lösenord12345', 'passwordCommon'],
	['l0s3n0rd!!!!!', 'passwordCommon'],
	['passwordpassword', 'passwordCommon'],
	['P@ssw0rd1234', 'passwordCommon'],
	['Göteborg2026!', 'passwordCommon'],
	['socialtjänsten1', 'passwordCommon'],
	['hästhunden123', 'passwordCommon'],
	['whosyourdaddy', 'passwordCommon'],
	['opåverkad-2026', 'passwordCommon'],
	['almahedin-1985', 'passwordPersonal'],
	['Ekdalahedin99!', 'passwordPersonal']
])('%s is refused: %s', (password, problem) => {
	expect(problemWithPassword(password, about)).toBe(problem);
});
