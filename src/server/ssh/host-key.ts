/** Decides whether the key a server presents is the one expected of it. */
import type { Server } from '../../inventory/model.js';
import { fingerprint } from './fingerprint.js';
import { type KnownKey, knownKeys } from './known-hosts.js';

export type Verdict = 'expected' | 'unknown' | 'different' | 'revoked';

export interface HostKeyRule {
  judge(key: Buffer): Verdict;
  /** Fingerprints that would have been right, for the message. */
  expected: string[];
  /** Where they come from: `inventory` or `known_hosts`. */
  source: 'inventory' | 'known_hosts';
  /**
   * Host key algorithms to offer, one list per attempt. A server has a key of each kind and
   * shows one, so the kind that is known is asked for first; a fingerprint does not tell its
   * kind, so a pin that does not fit the first key is tried against the others.
   */
  attempts: string[][];
}

const rsa = ['rsa-sha2-512', 'rsa-sha2-256'];
const ecdsa = ['ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384', 'ecdsa-sha2-nistp521'];
const all = ['ssh-ed25519', ...ecdsa, ...rsa];

/**
 * The rule for a server: the inventory's `hostKey` alone when it has one, else known_hosts.
 * A key marked `@revoked` there is refused in both cases.
 */
export async function hostKeyRule(server: Server, home: string): Promise<HostKeyRule> {
  const known = await knownKeys(server.address, server.port, home);
  const revoked = known.filter((entry) => entry.revoked).map((entry) => fingerprint(entry.key));
  const trusted = known.filter((entry) => !entry.revoked);
  return server.hostKey === undefined
    ? fromKnownHosts(trusted, revoked)
    : fromPin(server.hostKey, trusted, revoked);
}

function fromPin(pin: string, trusted: KnownKey[], revoked: string[]): HostKeyRule {
  const kind = trusted.find((entry) => fingerprint(entry.key) === pin)?.type;
  const order = kind === undefined ? all : preferred([kind]);
  return {
    expected: [pin],
    source: 'inventory',
    attempts: [order, ecdsa, rsa],
    judge: (key) => {
      const shown = fingerprint(key);
      if (revoked.includes(shown)) {
        return 'revoked';
      }
      return shown === pin ? 'expected' : 'different';
    },
  };
}

function fromKnownHosts(trusted: KnownKey[], revoked: string[]): HostKeyRule {
  const expected = trusted.map((entry) => fingerprint(entry.key));
  return {
    expected,
    source: 'known_hosts',
    attempts: [preferred(trusted.map((entry) => entry.type))],
    judge: (key) => {
      const shown = fingerprint(key);
      if (revoked.includes(shown)) {
        return 'revoked';
      }
      if (expected.length === 0) {
        return 'unknown';
      }
      return expected.includes(shown) ? 'expected' : 'different';
    },
  };
}

/** The known kinds first; the rest stays, so that a changed key is reported as changed. */
function preferred(kinds: string[]): string[] {
  const first = kinds.flatMap((kind) => (kind === 'ssh-rsa' ? rsa : [kind]));
  return [...new Set([...first.filter((kind) => all.includes(kind)), ...all])];
}
