/** How long the certificates that a server's proxy shows are still valid. */
import { connect as startTls } from 'node:tls';
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { Connection } from './connection.js';

export interface CertificateFact {
  domain: string;
  /** Days until it ends, negative after; absent when the proxy shows none for the domain. */
  days?: number;
}

/** Milliseconds for one handshake over the connection to the server. */
const handshakeTimeout = 5_000;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Asks the proxy on a server, through the connection to it, for each domain's certificate.
 * Whether a client would trust it is not judged here.
 *
 * @param port the proxy's HTTPS port
 */
export async function readCertificates(
  connection: Connection,
  port: number,
  domains: readonly string[],
): Promise<CertificateFact[]> {
  const facts: CertificateFact[] = [];
  for (const domain of domains) {
    const end = await validTo(connection, port, domain).catch(() => undefined);
    const days = end === undefined ? {} : { days: Math.floor((end - Date.now()) / dayMs) };
    facts.push({ domain, ...days });
  }
  return facts;
}

/** @returns when the certificate ends, milliseconds since 1970 */
async function validTo(connection: Connection, port: number, domain: string): Promise<number> {
  const socket = await connection.forward('127.0.0.1', port);
  return new Promise((resolve, reject) => {
    const tls = startTls({ socket, servername: domain, rejectUnauthorized: false });
    const timer = setTimeout(() => tls.destroy(new Error('no handshake')), handshakeTimeout);
    tls.once('secureConnect', () => {
      resolve(Date.parse(tls.getPeerCertificate().valid_to));
      tls.destroy();
    });
    tls.once('error', reject);
    tls.once('close', () => {
      clearTimeout(timer);
      reject(new Error('closed'));
    });
  });
}

/**
 * @param warnBelow days; the site's own authority renews its short-lived ones by itself
 */
export function certificateFaults(
  server: string,
  facts: readonly CertificateFact[],
  warnBelow: number,
): Diagnostic[] {
  return facts.flatMap(({ domain, days }): Diagnostic[] => {
    if (days === undefined) {
      return [{ code: 'SRV118', severity: 'warning', args: { server, domain } }];
    }
    if (days >= warnBelow) return [];
    const severity = days < 0 ? 'error' : 'warning';
    return [{ code: 'SRV117', severity, args: { server, domain, days } }];
  });
}
