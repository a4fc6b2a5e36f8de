/** Whether an old host's certificate is worth bringing. Pure. */
import { createPrivateKey, X509Certificate } from 'node:crypto';

/** Texts of its files, PEM; '' for one that is not there. */
export interface CertificateTexts {
  certificate: string;
  key: string;
  chain: string;
}

export interface Wanted {
  /** Names the app answers at; one of them at least must be in it. */
  names: readonly string[];
  /** Whether one that nobody vouches for is better than none. */
  anyway: boolean;
  /** PEM of the authorities that everybody knows. */
  known: string;
  /** Milliseconds since 1970. */
  now: number;
}

/** All of it in one file, or without the key, or why it stays where it is. */
export type Verdict = { bundle: string; certificates: string } | { reason: string };

export function judgeCertificate(texts: CertificateTexts, wanted: Wanted): Verdict {
  const blocks = [...certificatesIn(texts.certificate), ...certificatesIn(texts.chain)];
  const [leaf, ...others] = blocks.flatMap(parsed);
  if (leaf === undefined) return { reason: 'there is none' };
  const { names, anyway, known, now } = wanted;
  if (Date.parse(leaf.validTo) <= now) return { reason: `it ended on ${leaf.validTo}` };
  if (!names.some((name) => leaf.checkHost(name) !== undefined)) {
    return { reason: `it has none of the names ${names.join(', ')}` };
  }
  const keys = keysIn(`${texts.key}\n${texts.certificate}`);
  const key = keys.find((text) => opens(leaf, text));
  if (key === undefined) return { reason: 'its key cannot be read, or is another one’s' };
  if (!anyway && !isVouched(leaf, others, known)) {
    return { reason: 'no authority that is known vouches for it' };
  }
  const certificates = `${[...new Set(blocks)].join('\n')}\n`;
  return { bundle: `${certificates}${key}\n`, certificates };
}

const certificatesIn = (text: string): string[] =>
  text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? [];

const keysIn = (text: string): string[] =>
  text.match(/-----BEGIN (?:\w+ )?PRIVATE KEY-----[\s\S]*?-----END (?:\w+ )?PRIVATE KEY-----/g) ??
  [];

function parsed(pem: string): X509Certificate[] {
  try {
    return [new X509Certificate(pem)];
  } catch {
    return [];
  }
}

/** One that needs a passphrase opens nothing here. */
function opens(leaf: X509Certificate, key: string): boolean {
  try {
    return leaf.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

/** Up to an authority that vouches for itself: one that is known, or one that came along. */
function isVouched(leaf: X509Certificate, others: X509Certificate[], known: string): boolean {
  if (leaf.checkIssued(leaf)) return false;
  const roots = certificatesIn(known).flatMap(parsed);
  let current = leaf;
  for (let depth = 0; depth < 8; depth += 1) {
    const issuer = [...others, ...roots].find(
      (one) => current.checkIssued(one) && current.verify(one.publicKey),
    );
    if (issuer === undefined) return false;
    if (issuer.checkIssued(issuer)) return true;
    current = issuer;
  }
  return false;
}
