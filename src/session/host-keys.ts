import { join } from 'node:path';
import type { PresentedKey } from '../server/connect.js';
import { pinHostKey } from '../server/setup/pin.js';

type Answer = (key: PresentedKey) => Promise<boolean>;

/**
 * Answers about unknown host keys; one that is trusted is written into site.yaml. Questions of
 * servers that are set up side by side come one after the other.
 */
export function pinnedKeys(root: string, trusts: Answer): Answer {
  let last: Promise<unknown> = Promise.resolve();
  const ask: Answer = async (key) => {
    if (!(await trusts(key))) return false;
    await pinHostKey(join(root, 'site.yaml'), key.server, key.fingerprint);
    return true;
  };
  return (key) => {
    const next = last.then(() => ask(key));
    last = next.catch(() => {});
    return next;
  };
}
