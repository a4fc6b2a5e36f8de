/** Certificates that the web server shows, and how long they are still good for. */
import { X509Certificate } from 'node:crypto';
import type { Certificate } from './model.js';

/**
 * @param pem text with the certificate first, its chain behind it
 * @param now Unix seconds on the host's clock
 * @returns undefined when there is no certificate in it
 */
export function certificateOf(file: string, pem: string, now: number): Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    const names = [...(certificate.subjectAltName ?? '').matchAll(/DNS:([^,\s]+)/g)].map(
      (match) => match[1] as string,
    );
    const commonName = /CN=(.+)/.exec(certificate.subject)?.[1];
    const until = Date.parse(certificate.validTo) / 1000;
    return {
      file,
      names: names.length > 0 || commonName === undefined ? names : [commonName],
      issuer: /(?:O|CN)=(.+)/.exec(certificate.issuer)?.[1] ?? '',
      days: Math.floor((until - now) / 86_400),
      selfSigned: certificate.issuer === certificate.subject,
    };
  } catch {
    return undefined;
  }
}
