import ssh2 from 'ssh2';
import { expect, it } from 'vitest';
import { newSshKey } from '../../src/server/ssh/new-key.js';

it('makes keys as OpenSSH writes them, each another one', () => {
  const keys = Array.from({ length: 20 }, (_, length) => newSshKey('x'.repeat(length)));
  for (const [length, { privateKey, publicKey }] of keys.entries()) {
    const parsed = ssh2.utils.parseKey(privateKey);
    if (parsed instanceof Error) throw parsed;
    expect(parsed.comment).toBe('x'.repeat(length));
    expect(parsed.isPrivateKey()).toBe(true);
    expect(`ssh-ed25519 ${parsed.getPublicSSH().toString('base64')}`).toBe(publicKey);
    const signature = parsed.sign('teks') as Buffer;
    const verifier = ssh2.utils.parseKey(publicKey);
    if (verifier instanceof Error) throw verifier;
    expect(verifier.verify('teks', signature)).toBe(true);
  }
  expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(keys.length);
});
