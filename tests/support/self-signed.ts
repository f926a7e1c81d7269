/** A key and the certificate of its own that an identity provider signs with. Node reads certificates, but makes none. */
import { generateKeyPairSync, sign } from 'node:crypto';

export interface SelfSigned {
	/** PEM */
	privateKey: string;
	certificate: string;
}

/** One element of DER: its tag, its length, and what is in it. */
function der(tag: number, ...content: Buffer[]): Buffer {
	const body = Buffer.concat(content);
	const length =
		body.length < 128
			? Buffer.from([body.length])
			: Buffer.from([0x82, body.length >> 8, body.length & 0xff]);
	return Buffer.concat([Buffer.from([tag]), length, body]);
}
const sequence = (...content: Buffer[]) => der(0x30, ...content);
const time = (year: number) => der(0x18, Buffer.from(`${year}0101000000Z`));

/** sha256WithRSAEncryption and commonName. */
const signedWith = sequence(der(0x06, Buffer.from('2a864886f70d01010b', 'hex')), der(0x05));
const commonName = (name: string) =>
	sequence(der(0x31, sequence(der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from(name)))));

export function makeSelfSigned(name: string): SelfSigned {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const toBeSigned = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		signedWith,
		commonName(name),
		sequence(time(2020), time(2090)),
		commonName(name),
		publicKey.export({ type: 'spki', format: 'der' })
	);
	const signature = sign('sha256', toBeSigned, privateKey);
	const certificate = sequence(toBeSigned, signedWith, der(0x03, Buffer.from([0]), signature));
	return {
		privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		certificate: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`
	};
}
